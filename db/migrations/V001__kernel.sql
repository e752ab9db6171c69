-- The clock, the kind of the database, and what the keys must be.

-- At most one row: whether the clock of this database may be moved. Written when the database is made, never changed.
create table registry.database_kind (
  simulation boolean primary key,
  singleton  boolean not null default true unique check (singleton)
);
comment on table registry.database_kind is 'At most one row: whether this database is a simulation or a test, whose clock may be moved.';

-- At most one row, and only where database_kind says simulation: the foreign key makes a moved clock impossible elsewhere.
create table registry.clock (
  singleton  boolean primary key default true check (singleton),
  simulation boolean not null default true check (simulation) references registry.database_kind (simulation),
  shift      interval not null default interval '0',
  frozen_at  timestamptz
);
comment on table registry.clock is 'At most one row, in a simulation or test database alone: by how much the clock is moved, or the instant at which it stands.';

-- clock_timestamp(), not now(): the time at which a transaction began is too early once it has waited for a lock.
create function registry.registry_now() returns timestamptz
  language sql volatile parallel restricted
  set search_path = ''
  as $$ select coalesce(c.frozen_at, clock_timestamp() + coalesce(c.shift, interval '0')) from (values (1)) one left join registry.clock c on true $$;
comment on function registry.registry_now() is 'The clock that decides between providers. Read once, in a statement of its own, after locks are held.';

-- One row per key that rows were made with: a value that only the true key gives, so that a host with other keys refuses to start.
create table registry.key_checks (
  purpose     text not null check (purpose in ('NUMBER', 'ENCRYPTION', 'TICKET', 'JOURNAL')),
  key_id      text not null,
  check_value bytea not null check (octet_length(check_value) = 32),
  first_seen  timestamptz not null default registry.registry_now(),
  constraint one_key_per_id primary key (purpose, key_id)
);
comment on constraint one_key_per_id on registry.key_checks is 'A key id means one key for ever; two hosts cannot work under different keys.';

grant usage on schema registry to campaign_runtime, campaign_reader, campaign_retention;
grant select on registry.database_kind, registry.clock to campaign_runtime, campaign_reader;
grant select, insert on registry.key_checks to campaign_runtime;
