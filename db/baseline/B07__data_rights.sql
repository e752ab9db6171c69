-- Rights of the person whose data these are (law 91/2025, decree 356/2025; HUE-1.7): a copy of it, its correction, its restriction, each by a request whose
-- deadline is told. What is counted how, and what a restriction hides, stands in docs/adr/0019.

-- ---------- Who asked about a citizen ----------

-- Each question about a citizen leaves a trace, whoever asks and whatever is answered; quotas count these (HUE-1.7). Rows are only added.

create table registry.citizen_asks (
  id          uuid primary key,
  asked_at    timestamptz not null,
  campaign_id integer not null references registry.campaigns,
  provider_id smallint not null references registry.providers,
  staff_id    uuid references registry.staff,
  act         text not null constraint ask_is_of_a_known_act check (act in ('CHECK', 'RECORD', 'SWITCH', 'ALSO_KNOWN_AS')),
  channel     text not null check (channel in ('PROVIDER_APP', 'DOOR_TO_DOOR', 'NEED')),
  key_id      smallint not null,
  key_hash    bytea not null check (octet_length(key_hash) = 32),
  answer      text not null
);
create index citizen_asks_by_provider on registry.citizen_asks (provider_id, campaign_id, asked_at) include (key_hash);
comment on index registry.citizen_asks_by_provider is 'Quota per provider and minute.';
create index citizen_asks_by_staff on registry.citizen_asks (staff_id, campaign_id, asked_at) include (key_hash) where staff_id is not null;
comment on index registry.citizen_asks_by_staff is 'Quota per staff member and hour.';
create index citizen_asks_by_citizen on registry.citizen_asks (key_hash, asked_at);
comment on index registry.citizen_asks_by_citizen is 'Who asked about a citizen: what the citizen is shown.';
create index citizen_asks_by_time on registry.citizen_asks (asked_at);
comment on index registry.citizen_asks_by_time is 'HUE-1.7: what has grown old.';

-- Who asked about a citizen: the asker sees its own questions, the citizen those about his or her own number, known to the registry or not.
alter table registry.citizen_asks enable row level security;
create policy own_asks_are_seen on registry.citizen_asks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider())
  or key_hash = any ((select registry.viewer_key_hashes())::bytea[])
  or key_hash in (select k.key_hash from registry.number_keys k where k.person_id = (select registry.viewer_person())));
create policy own_asks_are_kept on registry.citizen_asks for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
grant select, insert on registry.citizen_asks to campaign_runtime;

-- Who read what of whom. What providers ask by number is in citizen_asks; this is every other look at what stands under a citizen. Rows are only added.
create table registry.reads (
  id          uuid primary key,
  read_at     timestamptz not null,
  act         text not null constraint read_is_of_a_known_act check (act in (
    'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT', 'PHONE_BOUND',
    'SAME_PERSONS', 'NUMBERS', 'REPORTS', 'REPORT_PHOTO')),
  reader      text not null check (length(reader) between 1 and 200), -- the client or account; of a citizen the word alone
  reader_kind text not null check (reader_kind in ('CITIZEN', 'PROVIDER', 'DEPARTMENT')),
  provider_id smallint references registry.providers,
  staff       text,
  reason      text check (length(reason) between 3 and 500),          -- typed by an officer, where one is asked; what looks like a citizen number is blanked
  person_id   uuid,
  key_id      smallint,
  key_hash    bytea check (octet_length(key_hash) = 32),
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

alter table registry.reads enable row level security;
create policy reads_are_seen_by_the_citizen_and_the_department on registry.reads for select to campaign_runtime
  using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or key_hash = any ((select registry.viewer_key_hashes())::bytea[])
  or key_hash in (select k.key_hash from registry.number_keys k where k.person_id = (select registry.viewer_person())));
create policy reads_are_written_by_the_reader on registry.reads for insert to campaign_runtime
  with check (
  (select registry.viewer_sees_all())
  or provider_id = (select registry.viewer_provider())
  or (reader_kind = 'CITIZEN' and person_id = any ((select registry.viewer_persons())::uuid[])));
grant select, insert on registry.reads to campaign_runtime;

-- ---------- Requests ----------

create table registry.data_requests (
  id          uuid primary key,
  person_id   uuid not null references registry.persons,
  kind        text not null constraint data_request_is_of_a_known_kind check (kind in ('EXPORT', 'CORRECTION', 'RESTRICTION')),
  wish        text check (length(wish) between 1 and 2000), -- what looks like a citizen number is blanked
  received_at timestamptz not null,
  due_at      timestamptz not null,                         -- exclusive; an open request reads as OVERDUE from then on
  received_by text not null check (length(received_by) between 1 and 200), -- 'citizen' when signed in as such, else who served the citizen at the counter
  state       text not null constraint data_request_is_in_a_known_state check (state in ('OPEN', 'FULFILLED', 'DECLINED', 'LIFTED')),
  decided_at  timestamptz,
  decided_by  text,
  reason      text check (length(reason) between 3 and 2000),
  clause      text check (length(clause) between 2 and 200),
  lifted_at   timestamptz,
  lifted_by   text,
  constraint correction_says_what check (kind <> 'CORRECTION' or wish is not null),
  constraint decided_request_says_when_and_by_whom check ((state = 'OPEN') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint declined_request_says_why check ((state = 'DECLINED') = (reason is not null) and (reason is null) = (clause is null)),
  constraint restriction_alone_is_lifted check (
    (state = 'LIFTED') = (lifted_at is not null) and (lifted_at is null) = (lifted_by is null) and (state <> 'LIFTED' or kind = 'RESTRICTION')),
  constraint officer_decides_a_correction check (kind <> 'CORRECTION' or decided_by <> 'citizen')
);
comment on table registry.data_requests is 'Law 91/2025: what a citizen asks of the registry about his or her own data, by when it is due, and what became of it.';
comment on constraint officer_decides_a_correction on registry.data_requests is 'I9: nobody rewrites his or her own history; a correction is judged.';
comment on constraint declined_request_says_why on registry.data_requests is 'A refusal of a right states its reason and the clause that it rests on.';
create unique index one_open_data_request_per_person on registry.data_requests (person_id, kind)
  where state = 'OPEN' or (kind = 'RESTRICTION' and state = 'FULFILLED');
comment on index registry.one_open_data_request_per_person is 'A person has one open request of a kind, and one restriction until it is lifted → DataRequestAlreadyOpen.';
create index data_requests_by_person on registry.data_requests (person_id, received_at desc);
comment on index registry.data_requests_by_person is 'A citizen''s own requests.';
create index data_requests_that_are_due on registry.data_requests (due_at) where state = 'OPEN';
comment on index registry.data_requests_that_are_due is 'What is overdue, and what is due next.';
create index restrictions_in_force on registry.data_requests (person_id) where kind = 'RESTRICTION' and state = 'FULFILLED';
comment on index registry.restrictions_in_force is 'Whose rows providers do not see beyond what a check needs (HUE-1.3).';

create function registry.data_request_is_timed() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.due_at <> registry.end_of_working_day(new.received_at, 2) then
    raise exception 'a request is due in two working days'
      using errcode = '23514', constraint = 'data_request_is_due_in_two_working_days', table = 'data_requests', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger data_request_is_due_in_two_working_days before insert on registry.data_requests
  for each row execute function registry.data_request_is_timed();
comment on trigger data_request_is_due_in_two_working_days on registry.data_requests is 'Decree 356/2025: no request bears another deadline.';
create trigger recorded_person_is_not_absorbed before insert on registry.data_requests
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.data_requests is 'I2: a request about personal data is about the whole person.';

create function registry.data_request_moves_forward() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not (old.state = 'OPEN' and new.state in ('FULFILLED', 'DECLINED')
      or old.kind = 'RESTRICTION' and old.state = 'FULFILLED' and new.state = 'LIFTED'
        and (new.decided_at, new.decided_by) is not distinct from (old.decided_at, old.decided_by)) then
    raise exception 'a decided request does not change'
      using errcode = '23514', constraint = 'data_request_is_decided_once', table = 'data_requests', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger data_request_is_decided_once before update on registry.data_requests
  for each row execute function registry.data_request_moves_forward();
comment on trigger data_request_is_decided_once on registry.data_requests is 'I9: what was decided stays; a restriction in force may be lifted, once.';

alter table registry.data_requests enable row level security;
create policy own_data_requests_are_seen on registry.data_requests for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy own_data_requests_are_opened on registry.data_requests for insert to campaign_runtime with check (
  (select registry.viewer_sees_all())
  or (person_id = (select registry.viewer_person()) and received_by = 'citizen' and (decided_by is null or decided_by = 'citizen')));
create policy own_restrictions_are_lifted on registry.data_requests for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or (person_id = any ((select registry.viewer_persons())::uuid[]) and kind = 'RESTRICTION' and state = 'FULFILLED'))
  with check (
  (select registry.viewer_sees_all()) or (person_id = any ((select registry.viewer_persons())::uuid[]) and state = 'LIFTED' and lifted_by = 'citizen'));
grant select, insert on registry.data_requests to campaign_runtime;
grant update (state, decided_at, decided_by, reason, clause, lifted_at, lifted_by) on registry.data_requests to campaign_runtime;

-- ---------- Corrections ----------

-- What was corrected stands beside what was written: history is not overwritten (I9). The contact of an open need alone changes in its place.
create table registry.data_corrections (
  id           uuid primary key,
  request_id   uuid not null references registry.data_requests,
  person_id    uuid not null references registry.persons,
  subject      text not null constraint correction_is_of_a_known_subject check (subject in ('NEED_CONTACT', 'DOSSIER')),
  subject_id   uuid not null, -- the need, or the issuance of the dossier
  field        text not null check (length(field) between 1 and 100),
  value        text check (length(value) between 1 and 300), -- what is true; what looks like a citizen number is blanked
  corrected_at timestamptz not null,
  corrected_by text not null check (length(corrected_by) between 1 and 200),
  constraint contact_is_kept_in_its_need_alone check ((subject = 'NEED_CONTACT') = (value is null))
);
comment on table registry.data_corrections is 'I9, law 91/2025: what is true, beside the row that says otherwise. Rows are only added.';
create index data_corrections_by_subject on registry.data_corrections (subject_id, corrected_at);
comment on index registry.data_corrections_by_subject is 'What was corrected of one need or dossier.';
create index data_corrections_by_request on registry.data_corrections (request_id);
comment on index registry.data_corrections_by_request is 'What was corrected on a request.';
create index data_corrections_by_person on registry.data_corrections (person_id, corrected_at desc);
comment on index registry.data_corrections_by_person is 'What an export shows.';

alter table registry.data_corrections enable row level security;
create policy own_corrections_are_seen on registry.data_corrections for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy corrections_are_the_departments on registry.data_corrections for insert to campaign_runtime with check ((select registry.viewer_sees_all()));
grant select, insert on registry.data_corrections to campaign_runtime;

-- The runtime role may not change a contact. This may: of an open need, for the department, on that citizen's open request.
create function registry.correct_need_contact(
  of_person uuid, of_need uuid, on_request uuid, sealed_under smallint, sealed bytea, hashed_under smallint, hashed bytea) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n set contact_key_id = sealed_under, contact = sealed, phone_key_id = hashed_under, phone_hash = hashed
  where n.person_id = of_person and n.id = of_need and n.ended_at is null and n.due_at > now and registry.viewer_sees_all()
    and exists (
      select from registry.data_requests r where r.id = on_request and r.person_id = of_person and r.kind = 'CORRECTION' and r.state = 'OPEN');
  if not found then
    raise exception 'no contact to correct' using errcode = '42501', constraint = 'contact_is_corrected_on_request', table = 'needs', schema = 'registry';
  end if;
end
$$;
comment on function registry.correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea) is
  'Law 91/2025: the contact of an open need is corrected on its citizen''s open request, by the department.';
revoke execute on function registry.correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea) from public;
grant execute on function registry.correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea) to campaign_runtime;

-- ---------- Restriction ----------

create function registry.restricted_persons() returns setof uuid
  language plpgsql stable security definer rows 50
  set search_path = ''
  as $$
begin
  return query
    select distinct p.id from registry.data_requests r cross join lateral unnest(registry.persons_of(r.person_id)) p (id)
    where r.kind = 'RESTRICTION' and r.state = 'FULFILLED';
end
$$;
comment on function registry.restricted_persons() is 'Law 91/2025: citizens whose data is restricted, by their ids alone; policies ask.';
revoke execute on function registry.restricted_persons() from public;
grant execute on function registry.restricted_persons() to campaign_runtime;
