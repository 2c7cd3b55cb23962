"use strict";
// A directory of Microsoft Entra ID: by its tenant id or one of its domains. Its form comes with the fields' own.
(globalThis.OrgPlatforms ??= {}).entra = {
  addressIn: (text) => text.trim().toLowerCase(),
  told: () => ({}),
  fault: () => "",
  pageUrl: (tenant, path) => `https://portal.azure.com/${path}`,
};
