-- What the holders of signed URLs may do now, as the gateway asks when a URL is used.
GRANT EXECUTE ON FUNCTION control.holder_facts(uuid[], text[], uuid[]) TO tollgate_app;
