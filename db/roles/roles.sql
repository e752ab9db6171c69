-- The roles of the registry. Run once per PostgreSQL cluster by a role that may create roles; running it again changes nothing.
-- None of them can log in by itself: a login is made a member of the role that it acts under. (The private PostgreSQL maps logins to them.)
--   campaign_owner      owns the schema and migrates it
--   campaign_runtime    what the host acts under: no DDL, no DELETE, no TRUNCATE, UPDATE on listed columns alone (I9)
--   campaign_signin     the sign-in's own tables, in their own schema
--   campaign_jobs       what Hangfire keeps of the registry's jobs, in its own schema, whose tables it makes itself
--   campaign_reader     the department's analytics: reads everything but numbers and keys
--   campaign_retention  may delete from listed tables alone
--   campaign_rekey      what `campaign keys` acts under: writes again, under another key, what was made with one; changes nothing else
do $$
declare
  role_name text;
begin
  foreach role_name in array array['campaign_owner', 'campaign_runtime', 'campaign_signin', 'campaign_jobs', 'campaign_reader', 'campaign_retention', 'campaign_rekey'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another host made it at the same instant
    end;
  end loop;
end
$$;
