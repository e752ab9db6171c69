-- What every part of the registry stands on: the clock, the kind of the database, what the keys must be, who looks (row-level security), requests that act once,
-- and working days.

create extension if not exists btree_gist;

grant usage on schema registry to campaign_runtime, campaign_reader, campaign_retention, campaign_rekey;

-- Hangfire's tables, in a schema and under a role of their own (I9): it makes them itself, at the start of a host. They hold the names of jobs and when they ran.
create schema jobs;
grant usage, create on schema jobs to campaign_jobs;

-- ---------- The clock ----------

-- At most one row: whether the clock of this database may be moved. Written when the database is made, never changed.
create table registry.database_kind (
  simulation boolean primary key,
  singleton  boolean not null default true unique check (singleton)
);
comment on table registry.database_kind is 'At most one row: whether this database is a simulation or a test, whose clock may be moved.';

grant select on registry.database_kind to campaign_runtime, campaign_reader;

-- At most one row, and only where database_kind says simulation: the foreign key makes a moved clock impossible elsewhere.
create table registry.clock (
  singleton  boolean primary key default true check (singleton),
  simulation boolean not null default true check (simulation) references registry.database_kind (simulation),
  shift      interval not null default interval '0',
  frozen_at  timestamptz
);
comment on table registry.clock is 'At most one row, in a simulation or test database alone: by how much the clock is moved, or the instant at which it stands.';

grant select on registry.clock to campaign_runtime, campaign_reader;

-- clock_timestamp(), not now(): the time at which a transaction began is too early once it has waited for a lock.
create function registry.registry_now() returns timestamptz
  language sql volatile parallel restricted
  set search_path = ''
  as $$ select coalesce(c.frozen_at, clock_timestamp() + coalesce(c.shift, interval '0')) from (values (1)) one left join registry.clock c on true $$;
comment on function registry.registry_now() is 'The clock that decides between providers. Read once, in a statement of its own, after locks are held.';
grant execute on function registry.registry_now() to campaign_rekey, campaign_retention;

-- ---------- Keys ----------

-- One row per key that rows were made with: a value that only the true key gives, so that a host with other keys refuses to start.
create table registry.key_checks (
  purpose     text not null constraint key_has_a_purpose check (purpose in ('NUMBER', 'ENCRYPTION', 'TICKET', 'JOURNAL', 'TOKEN')),
  key_id      text not null,
  check_value bytea not null check (octet_length(check_value) = 32),
  first_seen  timestamptz not null default registry.registry_now(),
  in_use      boolean not null default true,
  promoted_at timestamptz,
  retired_at  timestamptz,
  constraint one_key_per_id primary key (purpose, key_id)
);
comment on constraint one_key_per_id on registry.key_checks is 'A key id means one key for ever; two hosts cannot work under different keys.';
comment on column registry.key_checks.in_use is
  'False while a key is known and no host makes rows with it alone: a host without it may serve. True for good once it was current anywhere.';
comment on column registry.key_checks.promoted_at is 'When it became the current one by command; null for the first of its purpose.';
comment on column registry.key_checks.retired_at is 'From then on no host needs it. Its id is never used again.';

grant select, insert on registry.key_checks to campaign_runtime;
grant update (in_use) on registry.key_checks to campaign_runtime;

-- One row per run of a host, telling which keys it knows. Says nothing of citizens or providers, so every host sees every row, and no row-level security is needed.
create table registry.key_holders (
  host_id uuid primary key,
  known   text[] not null,
  current text[] not null,
  seen_at timestamptz not null,
  left_at timestamptz
);
comment on table registry.key_holders is 'A key becomes current only when every host that lives (seen within a minute, and not left) knows it: I2.';
comment on column registry.key_holders.known is 'PURPOSE:id of each key that the host has.';

grant select, insert, update on registry.key_holders to campaign_runtime;

-- ---------- Who looks ----------

-- For whom a transaction looks and writes, as the host tells it at its beginning (set local registry.viewer = '…'): department, registry (what the registry does
-- unasked), provider:<id>, or citizen:<keyed hashes of the citizen's number, in hexadecimal, between commas>. Unset, empty or malformed, it is nobody: row-level
-- security, which reads it through these functions, then shows nothing that belongs to anybody (I8). In policies each stands in a subquery of its own,
-- (select registry.viewer_provider()), so that it is evaluated once per statement.
--
-- I8, HUE-1.1, HUE-1.7: the database itself shows a provider its own rows alone, a citizen his or her own, and anybody else none. The code asks for no others; were it to,
-- it would get none. Which table is whose, and what the functions under the owner's rights are for: db/README.md.
-- The owner of the tables is exempt, and so are the functions that answer under its rights: each answers or does one narrow thing, and judges for itself whether it may.

-- Asked by nearly every statement: in PL/pgSQL, whose plans are kept, where an SQL function would be planned anew each time.
create function registry.viewer_sees_all() returns boolean
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return coalesce(current_setting('registry.viewer', true), '') in ('department', 'registry');
end
$$;
comment on function registry.viewer_sees_all() is 'I8: the department, and the registry in what it does unasked, see every row.';
grant execute on function registry.viewer_sees_all() to campaign_runtime, campaign_reader;

create function registry.viewer_provider() returns smallint
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return (substring(current_setting('registry.viewer', true) from '^provider:([0-9]{1,4})$'))::smallint;
end
$$;
comment on function registry.viewer_provider() is 'I8: the provider that looks, which sees its own rows alone; null when it is not a provider.';
grant execute on function registry.viewer_provider() to campaign_runtime, campaign_reader;

create function registry.viewer_key_hashes() returns bytea[]
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  given constant text := substring(current_setting('registry.viewer', true) from '^citizen:([0-9a-f]{64}(?:,[0-9a-f]{64})*)$');
begin
  if given is null then
    return null;
  end if;
  return (select array_agg(decode(h.hash, 'hex') order by h.place) from unnest(string_to_array(given, ',')) with ordinality h (hash, place));
end
$$;
comment on function registry.viewer_key_hashes() is 'I8: the keyed hashes of the citizen''s own number, in the order told; null when it is no citizen that looks.';
grant execute on function registry.viewer_key_hashes() to campaign_runtime;

create function registry.viewer_person() returns uuid
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  hashes constant bytea[] := registry.viewer_key_hashes();
begin
  if hashes is null then
    return null;
  end if;
  return (select k.person_id from registry.number_keys k where k.key_hash = any (hashes) order by k.key_hash limit 1);
end
$$;
comment on function registry.viewer_person() is 'I8: the person who looks at what stands under his or her own number; null when it is no citizen, or one of whom the registry knows nothing.';
grant execute on function registry.viewer_person() to campaign_runtime, campaign_reader;

create function registry.viewer_request_owner() returns text
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  provider constant smallint := registry.viewer_provider();
begin
  if provider is not null then
    return (select 'provider:' || p.code from registry.providers p where p.id = provider);
  end if;
  return 'citizen:' || encode((registry.viewer_key_hashes())[1], 'hex');
end
$$;
comment on function registry.viewer_request_owner() is 'I3, I8: in whose name a provider or a citizen asks and acts; null for everybody else.';
grant execute on function registry.viewer_request_owner() to campaign_runtime;

create function registry.viewer_may_ask_about(key_hashes bytea[]) returns boolean
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return coalesce(registry.viewer_provider() is not null or registry.viewer_sees_all() or key_hashes <@ registry.viewer_key_hashes(), false);
end
$$;
comment on function registry.viewer_may_ask_about(bytea[]) is 'HUE-1.7: providers and the department may ask about whoever stands before them, a citizen about his or her own number.';
grant execute on function registry.viewer_may_ask_about(bytea[]) to campaign_runtime;

-- ---------- Requests that act once ----------

-- I3: what was asked under a request id acts once. Only successes are here; a refused request is judged anew.
create table registry.request_claims (
  owner          text not null,
  operation      text not null,
  request_id     text not null check (length(request_id) between 1 and 255),
  content_key_id smallint not null,
  content_hash   bytea not null check (octet_length(content_hash) = 32),
  person_id      uuid,
  subject_id     uuid,
  claimed_at     timestamptz not null,
  constraint one_act_per_request_id primary key (owner, operation, request_id)
);
comment on constraint one_act_per_request_id on registry.request_claims is 'I3: a request sent again never acts twice → the first result, or RequestIdReused.';

alter table registry.request_claims enable row level security;
create policy own_requests_are_seen on registry.request_claims for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or owner = (select registry.viewer_request_owner()));
create policy own_requests_are_claimed on registry.request_claims for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or owner = (select registry.viewer_request_owner()));
grant select, insert on registry.request_claims to campaign_runtime;

-- ---------- Working days ----------

-- Days from Monday to Friday on which nobody works. Public facts. A day that is missing here makes a deadline earlier and never later.
create table registry.holidays (
  day   date primary key constraint holiday_is_no_weekend check (extract(isodow from day) < 6),
  name  text not null check (length(name) between 1 and 200),
  basis text not null check (length(basis) between 1 and 300)
);
comment on table registry.holidays is 'Days off between Monday and Friday. Of years that have none here, weekends alone count.';

grant select on registry.holidays to campaign_runtime, campaign_reader;

insert into registry.holidays (day, name, basis) values
  ('2026-01-01', 'Tết Dương lịch', 'Labour Code 2019, article 112.1'),
  ('2026-02-16', 'Tết Nguyên đán', 'Labour Code 2019, article 112.1; Tết of 2026 as announced: 16 to 20 February'),
  ('2026-02-17', 'Tết Nguyên đán', 'Labour Code 2019, article 112.1; Tết of 2026 as announced: 16 to 20 February'),
  ('2026-02-18', 'Tết Nguyên đán', 'Labour Code 2019, article 112.1; Tết of 2026 as announced: 16 to 20 February'),
  ('2026-02-19', 'Tết Nguyên đán', 'Labour Code 2019, article 112.1; Tết of 2026 as announced: 16 to 20 February'),
  ('2026-02-20', 'Tết Nguyên đán', 'Labour Code 2019, article 112.1; Tết of 2026 as announced: 16 to 20 February'),
  ('2026-04-27', 'Giỗ Tổ Hùng Vương', 'Labour Code 2019, articles 112.1 and 111.3: the 10th of the 3rd lunar month is Sunday 26 April'),
  ('2026-04-30', 'Ngày Chiến thắng', 'Labour Code 2019, article 112.1'),
  ('2026-05-01', 'Ngày Quốc tế lao động', 'Labour Code 2019, article 112.1'),
  ('2026-09-01', 'Quốc khánh', 'Labour Code 2019, article 112.1: 2 September and the day beside it'),
  ('2026-09-02', 'Quốc khánh', 'Labour Code 2019, article 112.1'),
  ('2027-01-01', 'Tết Dương lịch', 'Labour Code 2019, article 112.1'),
  ('2027-04-16', 'Giỗ Tổ Hùng Vương', 'Labour Code 2019, article 112.1: the 10th of the 3rd lunar month'),
  ('2027-04-30', 'Ngày Chiến thắng', 'Labour Code 2019, article 112.1'),
  ('2027-05-03', 'Ngày Quốc tế lao động', 'Labour Code 2019, articles 112.1 and 111.3: 1 May is a Saturday'),
  ('2027-09-02', 'Quốc khánh', 'Labour Code 2019, article 112.1');

create function registry.end_of_working_day(received timestamptz, days integer) returns timestamptz
  language plpgsql stable
  set search_path = ''
  as $$
declare
  today date := (received at time zone 'Asia/Ho_Chi_Minh')::date;
  remaining integer := days;
begin
  while remaining > 0 loop
    today := today + 1;
    if extract(isodow from today) < 6 and not exists (select from registry.holidays h where h.day = today) then
      remaining := remaining - 1;
    end if;
  end loop;
  return (today + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh';
end
$$;
comment on function registry.end_of_working_day(timestamptz, integer) is
  'The midnight in Vietnam at which the n-th working day after the day of an instant is over: an exclusive end. The day itself does not count (Civil Code 2015, article 147.2).';
grant execute on function registry.end_of_working_day(timestamptz, integer) to campaign_runtime;
