"""What we serve over HTTP: hubs' calls and whether we are well."""
