"use strict";
// What an org's data must look like. The forms come from the generator (org-forms.js), which reads org files by them.
globalThis.OrgFacts = (() => {
  const { secret, email, maxLength, heads, endings, otherHosts, lightning } = OrgForms;
  const LOGIN_PAGE = /^(login|test)\.salesforce\.com$/;
  const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
  const looksSecret = GuideRun.secretTest(secret);
  const whole = (pattern, text) => new RegExp(`^(?:${pattern})$`).test(text);

  function swapped(host, table) {
    const ending = Object.keys(table).find((end) => host.endsWith(end));
    return ending ? host.slice(0, -ending.length) + table[ending] : host;
  }

  // The kind of org a My Domain belongs to, or null if it is no My Domain.
  function environmentOf(domain) {
    const ending = endings.find((end) => domain.endsWith(end));
    const head = ending && domain.slice(0, -ending.length);
    return (ending && heads.find(([pattern]) => whole(pattern, head))?.[1]) || null;
  }

  function hostIn(text) {
    const authority = text.trim().toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, "").split(/[/?#\\]/)[0];
    return authority.slice(authority.lastIndexOf("@") + 1).split(":")[0].replace(/\.$/, "");
  }

  // The My Domain behind any pasted address of an org; what is no such address comes back as it is.
  function myDomain(text) {
    const domain = swapped(hostIn(text), otherHosts);
    return environmentOf(domain) ? domain : text.trim();
  }

  function domainFault(text) {
    if (environmentOf(text)) return "";
    if (LOGIN_PAGE.test(hostIn(text))) return `${hostIn(text)} is the log-in page of every org. Write your own org’s My Domain.`;
    return `“${text}” is not a My Domain. In Setup, search for “My Domain” and copy what stands there.`;
  }

  // What is wrong with one answer and what to do, or nothing.
  function fault(key, text, answers) {
    if (!text) return "";
    if (looksSecret(text)) return GuideRun.REFUSED;
    if (text.length > maxLength) return `This has ${text.length} characters. Shorten it to ${maxLength} at most.`;
    if (UNSAFE.test(text)) return "This holds an invisible character. Type it in anew.";
    if (key === "domain") return domainFault(text);
    if (key === "contact_email" && !whole(email, text)) return "Write one e-mail address, as in salesforce-team@example.com.";
    const actual = key === "environment" && environmentOf(answers.domain ?? "");
    return actual && actual !== text ? `The My Domain is that of a ${actual} org. Correct one of the two.` : "";
  }

  const setupUrl = (domain, path) => `https://${swapped(domain, lightning)}${path}`;

  return { environmentOf, myDomain, fault, setupUrl, looksSecret };
})();
