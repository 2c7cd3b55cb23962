"use strict";
// The forms of a My Domain, for the site's panel. The data comes from the generator, which reads org files by it.
(globalThis.OrgPlatforms ??= {}).salesforce = (() => {
  const { heads, endings, otherHosts, lightning } = {} /* forms */;
  const LOGIN_PAGE = /^(login|test)\.salesforce\.com$/;
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
  function addressIn(text) {
    const domain = swapped(hostIn(text), otherHosts);
    return environmentOf(domain) ? domain : text.trim();
  }

  function domainFault(text) {
    if (environmentOf(text)) return "";
    if (LOGIN_PAGE.test(hostIn(text))) return `${hostIn(text)} is the log-in page of every org. Write your own org’s My Domain.`;
    return `“${text}” is not a My Domain. In Setup, search for “My Domain” and copy what stands there.`;
  }

  function environmentFault(text, answers) {
    const actual = environmentOf(answers.domain ?? "");
    return actual && actual !== text ? `The My Domain is that of a ${actual} org. Correct one of the two.` : "";
  }

  // What is wrong with an answer that only this platform asks for, or nothing.
  function fault(key, text, answers) {
    if (key === "domain") return domainFault(text);
    return key === "environment" ? environmentFault(text, answers) : "";
  }

  // What the address says of the org.
  const told = (address) => ({ environment: environmentOf(address) ?? "" });

  const pageUrl = (domain, path) => `https://${swapped(domain, lightning)}${path}`;

  return { environmentOf, addressIn, told, fault, pageUrl };
})();
