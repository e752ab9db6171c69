-- What is live, open or overdue at an instant. Each of these is the one home of its rule: commands, figures, pages, detectors and jobs ask it, and a test refuses the lists of
-- states anywhere else. Ends are exclusive: at exactly valid_until a certificate has expired, at exactly due_at a need has lapsed.
--
-- SQL functions that the planner replaces by their text, so that a caller's conditions meet the partial indexes (… where ended_at is null). So they set no search_path: all names
-- are qualified. They run with the rights of whoever asks: row-level security shows each viewer its own rows. A statement that locks its rows cannot ask them, for PostgreSQL
-- locks no rows of a function; it asks is_live or is_open, which are their conditions.

create or replace function registry.is_live(ended_at timestamptz, valid_until timestamptz, at timestamptz) returns boolean
  language sql immutable parallel safe
  as $$ select ended_at is null and (valid_until is null or valid_until > at) $$;
comment on function registry.is_live(timestamptz, timestamptz, timestamptz) is
  'I1: a certificate holds its citizen''s place from its record until it is ended or has run out, whichever is first, whether or not that has been written down.';

create or replace function registry.live_issuances(at timestamptz) returns setof registry.issuances
  language sql stable parallel safe rows 1000
  as $$ select i.* from registry.issuances i where registry.is_live(i.ended_at, i.valid_until, at) $$;
comment on function registry.live_issuances(timestamptz) is 'HUE-1.3: the certificates that hold a place at an instant.';

create or replace function registry.is_open(ended_at timestamptz, due_at timestamptz, released_at timestamptz, at timestamptz) returns boolean
  language sql immutable parallel safe
  as $$ select ended_at is null and due_at > at and (released_at is null or released_at > at) $$;
comment on function registry.is_open(timestamptz, timestamptz, timestamptz, timestamptz) is
  'I5, I7: a need is open until it is ended, is due, or its provider''s participation ends (released_at), whether or not that has been written down.';

create or replace function registry.open_needs(at timestamptz) returns setof registry.needs
  language sql stable parallel safe rows 1000
  as $$
    select n.* from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where registry.is_open(n.ended_at, n.due_at, p.ended_at, at)
  $$;
comment on function registry.open_needs(timestamptz) is 'HUE-4.4, HUE-5.3: the needs that wait or are in support at an instant.';

create or replace function registry.is_open_violation(state text) returns boolean
  language sql immutable parallel safe
  as $$ select state in ('FLAGGED', 'UNDER_REVIEW') $$;
comment on function registry.is_open_violation(text) is 'HUE-5.1: a flag is open until the department has judged it.';

create or replace view registry.open_violations with (security_invoker = true) as
  select v.id, v.kind, v.clause, v.campaign_id, v.provider_id, v.fingerprint, v.flagged_at, v.state from registry.violations v where registry.is_open_violation(v.state);
comment on view registry.open_violations is 'HUE-5.1: flags that the department has not judged yet.';

create or replace function registry.overdue_data_requests(at timestamptz) returns setof registry.data_requests
  language sql stable parallel safe rows 10
  as $$ select r.* from registry.data_requests r where r.state = 'OPEN' and r.due_at <= at $$;
comment on function registry.overdue_data_requests(timestamptz) is 'Decree 356/2025: requests about personal data that were not decided in time.';

grant select on registry.open_violations to campaign_runtime, campaign_reader;
