-- Four eyes, and the traces of reading (HUE-1.7, I11).

-- What one officer proposes and another carries out. An act is done in the transaction that notes it as carried out, and judged anew there.
create table registry.proposals (
  id          uuid primary key,
  act         text not null constraint proposal_is_of_a_known_act check (act in ('EXCLUDE_PROVIDER')),
  subject     text not null check (length(subject) between 1 and 200), -- what the act would be done to, so that it is proposed once at a time
  input       jsonb not null,                                          -- as the act takes it; what looks like a citizen number is blanked
  proposed_by text not null,
  proposed_at timestamptz not null,
  expires_at  timestamptz not null,                                    -- exclusive; a proposal reads as EXPIRED from then on, written or not
  state       text not null constraint proposal_is_in_a_known_state check (state in ('PROPOSED', 'REJECTED', 'EXPIRED', 'CARRIED_OUT')),
  decided_by  text,
  decided_at  timestamptz,
  reason      text check (length(reason) between 1 and 2000),          -- why it was rejected
  constraint proposal_expires_after_it_is_made check (expires_at > proposed_at),
  constraint decided_proposal_says_when check ((state = 'PROPOSED') = (decided_at is null)),
  constraint decided_proposal_says_by_whom check ((state in ('REJECTED', 'CARRIED_OUT')) = (decided_by is not null)),
  constraint rejection_has_its_reason check ((state = 'REJECTED') = (reason is not null)),
  constraint second_officer_carries_out check (state <> 'CARRIED_OUT' or decided_by <> proposed_by),
  constraint carried_out_before_it_expires check (state <> 'CARRIED_OUT' or decided_at < expires_at)
);
comment on constraint second_officer_carries_out on registry.proposals is 'HUE-5.3: four eyes; who proposes does not approve → SecondOfficerNeeded.';
create unique index one_open_proposal_per_subject on registry.proposals (act, subject) where state = 'PROPOSED';
comment on index registry.one_open_proposal_per_subject is 'An act is proposed once at a time; proposing it again answers the open proposal.';
create index proposals_by_time on registry.proposals (proposed_at desc, id desc);
comment on index registry.proposals_by_time is 'The department''s list, newest first.';

-- What was decided stays.
create function registry.proposal_is_decided_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.state <> 'PROPOSED' then
    raise exception 'a decided proposal does not change' using errcode = '23514', constraint = 'proposal_is_decided_once', table = 'proposals', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger proposal_is_decided_once before update on registry.proposals
  for each row execute function registry.proposal_is_decided_once();
comment on trigger proposal_is_decided_once on registry.proposals is 'HUE-5.3: of two approvals at once one carries the act out.';

grant select, insert on registry.proposals to campaign_runtime;
grant update (state, decided_by, decided_at, reason) on registry.proposals to campaign_runtime;
alter table registry.proposals enable row level security;
create policy proposals_are_the_departments on registry.proposals to campaign_runtime
  using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));

-- Who read what of whom. What providers ask by number is in citizen_asks; this is every other look at what stands under a citizen. Rows are only added.
create table registry.reads (
  id           uuid primary key,
  read_at      timestamptz not null,
  act          text not null constraint read_is_of_a_known_act check (act in (
    'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT')),
  reader       text not null check (length(reader) between 1 and 200), -- the client or account; of a citizen the word alone
  reader_kind  text not null check (reader_kind in ('CITIZEN', 'PROVIDER', 'DEPARTMENT')),
  provider_id  smallint references registry.providers,
  staff        text,
  reason       text check (length(reason) between 3 and 500),          -- typed by an officer, where one is asked; what looks like a citizen number is blanked
  person_id    uuid,
  key_id       smallint,
  key_hash     bytea check (octet_length(key_hash) = 32),
  constraint read_by_number_has_both_parts check ((key_id is null) = (key_hash is null)),
  constraint provider_reads_as_itself check ((reader_kind = 'PROVIDER') = (provider_id is not null)),
  constraint search_has_its_reason check (act not in ('CITIZEN_LOOKUPS', 'LOOKUPS_BY') or reason is not null)
);
comment on table registry.reads is 'HUE-1.7: each look at what stands under a citizen, one row per person and request.';
comment on constraint search_has_its_reason on registry.reads is 'HUE-1.7: an officer who searches says why.';
create index reads_by_person on registry.reads (person_id, read_at desc, id desc) where person_id is not null;
comment on index registry.reads_by_person is 'HUE-1.7: what the citizen is shown.';
create index reads_by_number on registry.reads (key_hash, read_at desc, id desc) where key_hash is not null;
comment on index registry.reads_by_number is 'HUE-1.7: who searched for a number of which the registry knew nothing.';
create index reads_by_provider on registry.reads (provider_id, read_at desc, id desc) where provider_id is not null;
comment on index registry.reads_by_provider is 'HUE-1.7: whom a provider looked at.';
create index reads_by_time on registry.reads (read_at desc, id desc);
comment on index registry.reads_by_time is 'HUE-1.7: what the department reviews, and what has grown old.';

grant select, insert on registry.reads to campaign_runtime;
alter table registry.reads enable row level security;
create policy reads_are_seen_by_the_citizen_and_the_department on registry.reads for select to campaign_runtime
  using ((select registry.viewer_sees_all()) or person_id = (select registry.viewer_person())
    or key_hash = any ((select registry.viewer_key_hashes())::bytea[]));
create policy reads_are_written_by_the_reader on registry.reads for insert to campaign_runtime
  with check (
    (select registry.viewer_sees_all())
    or provider_id = (select registry.viewer_provider())
    or (reader_kind = 'CITIZEN' and person_id = (select registry.viewer_person())));

-- A citizen is told which member of a provider's staff looked, by the provider's own reference; the rest of registry.staff is not the citizen's to see.
create function registry.staff_reference(staff_id uuid) returns text
  language sql stable security definer
  set search_path = ''
  as $$ select s.reference from registry.staff s where s.id = staff_reference.staff_id $$;
comment on function registry.staff_reference(uuid) is 'HUE-1.7: the reference alone, for the list of who looked a citizen up.';
revoke execute on function registry.staff_reference(uuid) from public;
grant execute on function registry.staff_reference(uuid) to campaign_runtime;

-- A member of staff may change his or her name; each name holds from an instant on, the latest that has begun is in force. Before the first row, staff.full_name is.
create table registry.staff_names (
  staff_id   uuid not null references registry.staff,
  full_name  text not null check (length(full_name) between 1 and 200),
  valid_from timestamptz not null,
  constraint one_staff_name_at_a_time primary key (staff_id, valid_from)
);
comment on constraint one_staff_name_at_a_time on registry.staff_names is 'HUE-3.1: a member of staff has one name at a time, and keeps the same id and quotas under a new one.';
grant select, insert on registry.staff_names to campaign_runtime;
grant select on registry.staff_names to campaign_reader;
alter table registry.staff_names enable row level security;
create policy staff_names_are_the_providers_own on registry.staff_names to campaign_runtime
  using ((select registry.viewer_sees_all())
    or exists (select from registry.staff s where s.id = staff_id and s.provider_id = (select registry.viewer_provider())));
create policy staff_names_for_analytics on registry.staff_names for select to campaign_reader using (true);

-- Whoever has left does not come back: a new period of service is a new row.
create function registry.staff_leave_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.active_to is not null and (new.active_to is null or new.active_to > old.active_to or old.active_to <= registry.registry_now()) then
    raise exception 'who has left does not come back' using errcode = '23514', constraint = 'staff_leave_once', table = 'staff', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger staff_leave_once before update of active_to on registry.staff
  for each row when (old.active_to is distinct from new.active_to) execute function registry.staff_leave_once();
comment on trigger staff_leave_once on registry.staff is 'HUE-3.1: an end of service is for good.';
create index staff_by_provider on registry.staff (provider_id, active_from desc, id desc);
comment on index registry.staff_by_provider is 'A provider''s own staff, the latest to begin first.';
