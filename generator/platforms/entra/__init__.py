"""Microsoft Entra ID: app registrations, as its portal and its command line show them."""
