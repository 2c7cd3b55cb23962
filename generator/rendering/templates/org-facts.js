"use strict";
// What an org's data must look like. The forms come from the generator, which reads org files by them: org-forms.js
// holds those of every platform, org-platform.js what each platform knows of its own addresses.
globalThis.OrgFacts = (() => {
  const { email, maxLength, fields = {} } = OrgForms;
  const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
  const whole = (pattern, text) => new RegExp(`^(?:${pattern})$`).test(text);

  // What is wrong with one answer and what to do, or nothing.
  function fault(platform, key, text, answers) {
    if (!text) return "";
    const refused = GuideRun.refusal(text);
    if (refused) return refused;
    if (text.length > maxLength) return `This has ${text.length} characters. Shorten it to ${maxLength} at most.`;
    if (UNSAFE.test(text)) return "This holds an invisible character. Type it in anew.";
    if (key === "contact_email") return whole(email, text) ? "" : "Write one e-mail address, as in app-team@example.com.";
    if (fields[key]) return whole(fields[key][0], text) ? "" : fields[key][1];
    return platform.fault(key, text, answers);
  }

  // What knows the addresses of a platform's orgs, with the faults of every platform.
  function ofPlatform(name) {
    const platform = OrgPlatforms[name];
    return { ...platform, fault: (key, text, answers) => fault(platform, key, text, answers) };
  }

  return { ofPlatform };
})();
