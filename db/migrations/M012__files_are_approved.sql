-- HUE-2.3, HUE-1.4: a file is a provider's claim. It is looked at as a whole, and an officer approves it before a row of it is recorded; the approval is the instant at which it was told. Before this a
-- provider's administrator started it at once. While it waits, its numbers are known by their keyed hashes alone, and a check of one of them says that an earlier certificate is claimed, and not by whom.

-- Terms: until when files are taken, and how many numbers a provider's files look at in a day.
alter table registry.campaign_terms
  add column imports_until timestamptz, -- null: until the campaign closes
  add column import_rows_per_provider_per_day integer not null default 200000, -- HUE-1.7
  add constraint files_are_taken_until_the_close_at_most check (imports_until <= closes_at),
  add constraint a_day_takes_a_part_of_a_file check (import_rows_per_provider_per_day >= 5000);
comment on constraint files_are_taken_until_the_close_at_most on registry.campaign_terms is 'HUE-2.3: once the campaign is over there is nothing left to block.';
comment on constraint a_day_takes_a_part_of_a_file on registry.campaign_terms is 'HUE-1.7: a part has 5,000 rows; fewer a day, and no file would get on.';

alter table registry.imports
  add column approved_by    text check (length(approved_by) between 1 and 300),
  add column approved_at    timestamptz,
  add column awaiting_since timestamptz, -- since when it waits for an officer
  add column rejected_by    text check (length(rejected_by) between 1 and 300),
  add column reason         text check (length(reason) between 3 and 2000), -- why it was rejected; what looks like a citizen number is blanked
  add column claims         bigint not null default 0, -- rows that became claims on another's place
  add column claims_seen    bigint not null default 0; -- of them, those that stood when an officer approved last
alter table registry.imports drop constraint import_is_in_a_known_state, drop constraint import_ends_with_its_time;
update registry.imports set approved_at = coalesce(started_at, ordered_at, requested_at), approved_by = case when upload_id is null then 'client:command-line' else 'client:before-approvals' end
  where state in ('RUNNING', 'DONE', 'DAMAGED', 'STOPPED') or (state = 'WAITING' and (upload_id is null or started_at is not null));
update registry.imports set state = 'BEING_LOOKED_AT' where state = 'WAITING' and approved_at is null;
alter table registry.imports
  add constraint import_is_in_a_known_state check (state in (
    'UPLOADED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL', 'WAITING', 'RUNNING', 'HELD', 'DONE', 'DAMAGED', 'STOPPED', 'REJECTED', 'WITHDRAWN')),
  add constraint import_ends_with_its_time check ((state in ('DONE', 'DAMAGED', 'STOPPED', 'REJECTED', 'WITHDRAWN')) = (finished_at is not null)),
  add constraint approval_says_by_whom check ((approved_at is null) = (approved_by is null)),
  add constraint file_runs_by_an_approval check (approved_at is not null or state not in ('WAITING', 'RUNNING', 'HELD', 'DONE')),
  add constraint approval_comes_after_the_look check (approved_at is null or state not in ('UPLOADED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL', 'WITHDRAWN')),
  add constraint rejection_says_why check ((state = 'REJECTED') = (rejected_by is not null) and (rejected_by is null) = (reason is null)),
  add constraint waiting_says_since_when check ((state in ('AWAITING_APPROVAL', 'HELD')) = (awaiting_since is not null));
comment on constraint file_runs_by_an_approval on registry.imports is 'HUE-2.3: no row of a file is recorded before an officer, or the operator''s command line, has approved the file.';
comment on constraint approval_comes_after_the_look on registry.imports is 'HUE-2.3: what is approved is what was looked at; a file that is started again is looked at and approved again.';
drop index registry.imports_to_run;
create index imports_to_run on registry.imports (approved_at, id) where state in ('WAITING', 'RUNNING') and upload_id is not null;
comment on index registry.imports_to_run is 'The import whose turn it is: first approved, first run.';
create index imports_to_look_at on registry.imports (ordered_at, id) where state = 'BEING_LOOKED_AT';
comment on index registry.imports_to_look_at is 'The file whose look it is: first started, first looked at.';
create index imports_for_officers on registry.imports (awaiting_since) where awaiting_since is not null;
comment on index registry.imports_for_officers is 'HUE-2.3: what waits for an officer, the longest first.';
grant update (approved_by, approved_at, awaiting_since, rejected_by, reason, claims, claims_seen) on registry.imports to campaign_runtime;

create function registry.import_goes_its_way() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not (case new.state
      when 'UPLOADED' then old.state = 'WITHDRAWN'
      when 'BEING_LOOKED_AT' then old.state in ('UPLOADED', 'STOPPED')
      when 'AWAITING_APPROVAL' then old.state = 'BEING_LOOKED_AT'
      when 'WAITING' then old.state in ('AWAITING_APPROVAL', 'HELD', 'RUNNING') or (new.approved_by = 'client:command-line' and old.state in ('UPLOADED', 'BEING_LOOKED_AT', 'STOPPED'))
      when 'RUNNING' then old.state = 'WAITING'
      when 'HELD' then old.state = 'RUNNING'
      when 'DONE' then old.state = 'RUNNING'
      when 'DAMAGED' then old.state in ('RUNNING', 'BEING_LOOKED_AT')
      when 'STOPPED' then old.state in ('RUNNING', 'BEING_LOOKED_AT')
      when 'REJECTED' then old.state in ('AWAITING_APPROVAL', 'HELD')
      when 'WITHDRAWN' then old.state in ('UPLOADED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL')
    end) then
    raise exception 'an import does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'import_goes_its_way', table = 'imports', schema = 'registry';
  end if;
  return null;
end
$$;
create trigger import_goes_its_way after update of state on registry.imports
  for each row when (old.state is distinct from new.state) execute function registry.import_goes_its_way();
comment on trigger import_goes_its_way on registry.imports is 'HUE-2.3: handed in, looked at, approved, run; what was rejected or has run stays so.';

-- A provider starts and withdraws its own; an approval is the registry's and the department's.
drop policy own_imports_are_ordered on registry.imports;
create policy own_imports_are_ordered on registry.imports for update to campaign_runtime
  using (provider_id = (select registry.viewer_provider()) and state in ('UPLOADED', 'STOPPED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL'))
  with check (provider_id = (select registry.viewer_provider()) and state in ('BEING_LOOKED_AT', 'WITHDRAWN'));

create table registry.import_looks (
  id        uuid primary key,
  import_id uuid not null references registry.imports,
  looked_at timestamptz not null,
  rows      bigint not null check (rows >= 0),
  malformed bigint not null check (malformed between 0 and rows),
  numbers   bigint not null check (numbers between 0 and rows),
  findings  jsonb not null -- [["UNKNOWN_PROVINCE", rows, [row, …]], …]: row numbers, never a citizen's
);
comment on table registry.import_looks is 'HUE-2.3: what a look at the whole of a file found, for the officer who approves it. Rows are only added; the latest holds.';
create index import_looks_by_import on registry.import_looks (import_id, looked_at desc);
comment on index registry.import_looks_by_import is 'The latest look at a file.';
alter table registry.import_looks enable row level security;
create policy own_looks_are_seen on registry.import_looks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or exists (select from registry.imports i where i.id = import_id and i.provider_id = (select registry.viewer_provider())));
create policy looks_are_the_registrys on registry.import_looks for insert to campaign_runtime with check ((select registry.viewer_sees_all()));
grant select, insert on registry.import_looks to campaign_runtime;

-- HUE-1.3: places that files which wait claim. In force in [since, ended_at).
create table registry.place_claims (
  claim_id     uuid primary key references registry.imports,
  programme_id integer not null references registry.programmes,
  since        timestamptz,
  ended_at     timestamptz
);
comment on table registry.place_claims is 'HUE-2.3: a file claims places from the end of the look at it until it has run, or was rejected or withdrawn.';
create index place_claims_in_force on registry.place_claims (programme_id) where since is not null and ended_at is null;
comment on index registry.place_claims_in_force is 'HUE-1.3: whether any file waits, which a check asks first.';
alter table registry.place_claims enable row level security;
create policy claims_are_the_registrys on registry.place_claims to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select on registry.place_claims to campaign_runtime;

create table registry.place_claim_numbers (
  key_hash bytea not null check (octet_length(key_hash) = 32),
  claim_id uuid not null references registry.place_claims,
  key_id   smallint not null,
  primary key (key_hash, claim_id)
);
comment on table registry.place_claim_numbers is 'HUE-1.7: the numbers of such a file, by their keyed hashes alone; they are forgotten when it has run, or was rejected or withdrawn.';
create index place_claim_numbers_by_claim on registry.place_claim_numbers (claim_id);
comment on index registry.place_claim_numbers_by_claim is 'How many numbers a file has, and forgetting them.';
alter table registry.place_claim_numbers enable row level security;
create policy claims_are_the_registrys on registry.place_claim_numbers to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.place_claim_numbers to campaign_runtime;
grant select on registry.place_claim_numbers to campaign_rekey;
create policy rekeying_sees_all on registry.place_claim_numbers for select to campaign_rekey using (true);

create function registry.claims_wait_with_their_file() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  if new.state = 'BEING_LOOKED_AT' then
    insert into registry.place_claims (claim_id, programme_id) select new.id, c.programme_id from registry.campaigns c where c.id = new.campaign_id
      on conflict (claim_id) do update set since = null, ended_at = null;
  elsif new.state = 'AWAITING_APPROVAL' then
    update registry.place_claims w set since = registry.registry_now() where w.claim_id = new.id;
  elsif new.state in ('DONE', 'DAMAGED', 'STOPPED', 'REJECTED', 'WITHDRAWN') then
    update registry.place_claims w set ended_at = registry.registry_now() where w.claim_id = new.id and w.ended_at is null;
  end if;
  return null;
end
$$;
revoke execute on function registry.claims_wait_with_their_file() from public;
create trigger claims_wait_with_their_file after update of state on registry.imports
  for each row when (old.state is distinct from new.state) execute function registry.claims_wait_with_their_file();
comment on trigger claims_wait_with_their_file on registry.imports is 'HUE-1.3: whichever way a file goes, what it claims goes with it.';
insert into registry.place_claims (claim_id, programme_id)
  select i.id, c.programme_id from registry.imports i join registry.campaigns c on c.id = i.campaign_id where i.state = 'BEING_LOOKED_AT';

create function registry.earlier_certificate_is_claimed(key_hashes bytea[], campaign_code text) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  if not registry.viewer_may_ask_about(key_hashes) or not exists (
    select from registry.place_claims w join registry.campaigns c on c.programme_id = w.programme_id and c.code = campaign_code where w.since is not null and w.ended_at is null) then
    return false;
  end if;
  -- Number by number and judged then (offset 0 keeps the conditions apart): without statistics a plan, which a connection keeps, may read all that files claim.
  return exists (
    select from unnest(key_hashes) h (hash)
    cross join lateral (select n.claim_id from registry.place_claim_numbers n where n.key_hash = h.hash offset 0) f
    join registry.place_claims w on w.claim_id = f.claim_id and w.since is not null and w.ended_at is null
    join registry.campaigns c on c.programme_id = w.programme_id and c.code = campaign_code);
end
$$;
comment on function registry.earlier_certificate_is_claimed(bytea[], text) is 'HUE-1.3: whether a file that waits claims an earlier certificate of a number; never whose file.';
revoke execute on function registry.earlier_certificate_is_claimed(bytea[], text) from public;
grant execute on function registry.earlier_certificate_is_claimed(bytea[], text) to campaign_runtime;

create function registry.forget_claim_numbers(most integer) returns integer
  language plpgsql security definer
  set search_path = ''
  as $$
declare
  gone integer;
begin
  if not registry.viewer_sees_all() then
    raise exception 'only the registry forgets what files claimed' using errcode = '42501';
  end if;
  delete from registry.place_claim_numbers d using (
    select n.key_hash, n.claim_id from registry.place_claims w join registry.place_claim_numbers n on n.claim_id = w.claim_id where w.ended_at is not null limit most) o
  where d.key_hash = o.key_hash and d.claim_id = o.claim_id;
  get diagnostics gone = row_count;
  return gone;
end
$$;
comment on function registry.forget_claim_numbers(integer) is 'HUE-1.7: the numbers of files that wait no longer, so many at once.';
revoke execute on function registry.forget_claim_numbers(integer) from public;
grant execute on function registry.forget_claim_numbers(integer) to campaign_runtime;
