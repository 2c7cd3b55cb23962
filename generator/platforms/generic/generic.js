"use strict";
// A product of which no address is known: its orgs are told apart by their names.
(globalThis.OrgPlatforms ??= {}).generic = {
  addressIn: (text) => text.trim(),
  told: () => ({}),
  fault: () => "",
  pageUrl: () => "",
};
