"use strict";
// A platform of which no address is known: its orgs are told apart by their names.
(globalThis.OrgPlatforms ??= {}).NAME = {
  addressIn: (text) => text.trim(),
  told: () => ({}),
  fault: () => "",
  pageUrl: () => "",
};
