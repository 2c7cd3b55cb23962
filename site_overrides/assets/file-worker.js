"use strict";
// Browsers refuse workers to files: opened from disk, the theme's search works in a hidden frame instead.
if (location.protocol === "file:") {
  globalThis.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const page = frame.contentDocument;
      page.open();
      page.write("<!doctype html><title>Search</title>");
      page.close();
      this.inside = frame.contentWindow;
      // The frame hears its own page alone: what another window posts comes from the browser, and is trusted so.
      this.inside.addEventListener("message", (event) => {
        if (event.isTrusted) event.stopImmediatePropagation();
      });
      this.inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      const script = page.createElement("script");
      script.src = address;
      this.ready = new Promise((resolve) => { script.onload = resolve; });
      page.head.append(script);
    }

    async postMessage(data) {
      await this.ready;
      this.inside.dispatchEvent(new MessageEvent("message", { data }));
    }
  };
}
