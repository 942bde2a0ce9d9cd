-- Workspaces that one person sees by a membership or as owner of the tenant, newest first; an operator, for whom
-- `person` is null, sees all. `words` is the beginning of a name, slug or tenant's name in lower case; `wanted` is the id
-- of a workspace or of its tenant. Without both a person gets all, an operator none.
CREATE INDEX workspace_by_name ON control.workspace (lower(name) text_pattern_ops);
CREATE INDEX workspace_by_slug ON control.workspace (slug text_pattern_ops);
CREATE INDEX workspace_by_tenant ON control.workspace (tenant_id, id);
CREATE INDEX tenant_by_name_prefix ON control.tenant (lower(name) text_pattern_ops);

CREATE FUNCTION control.visible_workspaces(person text, words text, wanted uuid, most integer) RETURNS TABLE (
        id uuid, name text, slug text, status text, tenant_id uuid, tenant_name text, role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH found AS MATERIALIZED (
        SELECT any_workspace.id FROM (
        (SELECT w.id FROM control.workspace w
          WHERE w.slug ~>=~ words AND w.slug ~<~ (words || E'\U0010FFFF') ORDER BY w.id DESC LIMIT 10000)
        UNION
        (SELECT w.id FROM control.workspace w
          WHERE lower(w.name) ~>=~ words AND lower(w.name) ~<~ (words || E'\U0010FFFF') ORDER BY w.id DESC LIMIT 10000)
        UNION
        (SELECT w.id FROM control.tenant t JOIN control.workspace w ON w.tenant_id = t.id
          WHERE lower(t.name) ~>=~ words AND lower(t.name) ~<~ (words || E'\U0010FFFF') ORDER BY w.id DESC LIMIT 10000)
        UNION
        (SELECT w.id FROM control.workspace w WHERE w.id = wanted)
        UNION
        (SELECT w.id FROM control.workspace w WHERE w.tenant_id = wanted ORDER BY w.id DESC LIMIT 10000)
        ) AS any_workspace
        WHERE person IS NULL AND control.whole_installation()
    ), mine AS (
        SELECT m.workspace_id AS id, m.role FROM control.member m WHERE m.subject = person
        UNION ALL
        SELECT w.id, 'tenant_owner'
          FROM control.tenant_owner o JOIN control.workspace w ON w.tenant_id = o.tenant_id
         WHERE o.subject = person
           AND NOT EXISTS (SELECT FROM control.member m WHERE m.workspace_id = w.id AND m.subject = person)
    ), visible AS (
        SELECT mine.id, mine.role
          FROM mine
          JOIN control.workspace w ON w.id = mine.id
          JOIN control.tenant t ON t.id = w.tenant_id
         WHERE (words IS NULL AND wanted IS NULL)
            OR wanted IN (w.id, w.tenant_id)
            OR starts_with(w.slug, words) OR starts_with(lower(w.name), words) OR starts_with(lower(t.name), words)
        UNION ALL
        SELECT f.id, 'operator' FROM found f
    )
    SELECT w.id, w.name, w.slug, w.status, t.id, t.name, visible.role
      FROM visible
      JOIN control.workspace w ON w.id = visible.id
      JOIN control.tenant t ON t.id = w.tenant_id
     ORDER BY w.id DESC
     LIMIT most
$$;

REVOKE ALL ON FUNCTION control.visible_workspaces(text, text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.visible_workspaces(text, text, uuid, integer) TO tollgate_app;
