"use strict";
// How far each org is in each guide, on the guides' cards. It is read from this browser and stays there.
(() => {
  const store = GuideRun.storage(() => {});
  const orgs = store.keys('["guide-orgs/2"').flatMap((key) => Object.entries(store.kept(key)?.orgs ?? {}));
  const nameOf = new Map(orgs.map(([address, org]) => [address, org?.name || address]));
  const runs = GuideRun.Run.allKept(store).filter(({ part }) => part === "progress");

  for (const { guide, org, key } of runs) {
    const ways = document.getElementById(guide)?.closest(".card")?.querySelector(".ways");
    const words = store.kept(key);
    if (!ways || typeof words !== "string") continue;
    const line = document.createElement("p");
    line.className = "run-line";
    line.textContent = `${nameOf.get(org) || org || "Not named"}: ${words}`;
    ways.before(line);
  }
})();
