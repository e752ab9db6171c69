-- Rights of the person whose data these are (law 91/2025, decree 356/2025; HUE-1.7): a copy of it, its correction, its restriction, each by a request whose
-- deadline is told. What is counted how, and what a restriction hides, stands in docs/adr/0019.

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

-- ---------- Requests ----------

create table registry.data_requests (
  id          uuid primary key,
  person_id   uuid not null references registry.persons,
  kind        text not null constraint data_request_is_of_a_known_kind check (kind in ('EXPORT', 'CORRECTION', 'RESTRICTION')),
  wish        text check (length(wish) between 1 and 2000), -- what looks like a citizen number is blanked
  received_at timestamptz not null,
  due_at      timestamptz not null,                         -- exclusive; an open request reads as OVERDUE from then on
  received_by text not null check (length(received_by) between 1 and 200), -- 'citizen' for the own login, else who served the citizen at the counter
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
comment on table registry.data_requests is 'Law 91/2025: what a citizen asks of the registry about the own data, by when it is due, and what became of it.';
comment on constraint officer_decides_a_correction on registry.data_requests is 'I9: nobody rewrites the own history; a correction is judged.';
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

grant select, insert on registry.data_requests to campaign_runtime;
grant update (state, decided_at, decided_by, reason, clause, lifted_at, lifted_by) on registry.data_requests to campaign_runtime;
alter table registry.data_requests enable row level security;
create policy own_data_requests_are_seen on registry.data_requests for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy own_data_requests_are_opened on registry.data_requests for insert to campaign_runtime with check (
  (select registry.viewer_sees_all())
  or (person_id = (select registry.viewer_person()) and received_by = 'citizen' and (decided_by is null or decided_by = 'citizen')));
create policy own_restrictions_are_lifted on registry.data_requests for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or (person_id = (select registry.viewer_person()) and kind = 'RESTRICTION' and state = 'FULFILLED'))
  with check ((select registry.viewer_sees_all()) or (person_id = (select registry.viewer_person()) and state = 'LIFTED' and lifted_by = 'citizen'));

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
create index data_corrections_by_person on registry.data_corrections (person_id, corrected_at desc);
comment on index registry.data_corrections_by_person is 'What an export shows.';
grant select, insert on registry.data_corrections to campaign_runtime;
alter table registry.data_corrections enable row level security;
create policy own_corrections_are_seen on registry.data_corrections for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy corrections_are_the_departments on registry.data_corrections for insert to campaign_runtime with check ((select registry.viewer_sees_all()));

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
  where n.person_id = of_person and n.id = of_need and n.state in ('WAITING', 'IN_SUPPORT') and n.due_at > now and registry.viewer_sees_all()
    and exists (
      select from registry.data_requests r where r.id = on_request and r.person_id = of_person and r.kind = 'CORRECTION' and r.state = 'OPEN');
  if not found then
    raise exception 'no contact to correct' using errcode = '42501', constraint = 'contact_is_corrected_on_request', table = 'needs', schema = 'registry';
  end if;
end
$$;
comment on function registry.correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea) is
  'Law 91/2025: the contact of an open need is corrected on its citizen''s open request, by the department.';

-- ---------- Restriction ----------

create function registry.restricted_persons() returns setof uuid
  language plpgsql stable security definer rows 50
  set search_path = ''
  as $$
begin
  return query select r.person_id from registry.data_requests r where r.kind = 'RESTRICTION' and r.state = 'FULFILLED';
end
$$;
comment on function registry.restricted_persons() is 'Law 91/2025: citizens whose data is restricted, by their ids alone; policies ask.';

revoke execute on function
  registry.correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea), registry.restricted_persons() from public;
grant execute on function
  registry.correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea), registry.restricted_persons(),
  registry.end_of_working_day(timestamptz, integer) to campaign_runtime;

-- While a restriction is in force, a provider sees of that citizen's needs the open one alone, which the citizen asks for, and the one that its record serves for the
-- minute in which it does; supports are seen with their need. Dossiers it does not see. Its own issuances it does: it must revoke, replace and answer for them.
drop policy own_needs_are_seen on registry.needs;
create policy own_needs_are_seen on registry.needs for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person())
  or (provider_id = (select registry.viewer_provider()) and (
    state in ('WAITING', 'IN_SUPPORT') or (state = 'SERVED' and closed_at > (select registry.registry_now()) - interval '1 minute')
    or person_id not in (select registry.restricted_persons()))));
drop policy dossiers_are_seen_with_their_issuance on registry.dossiers;
create policy dossiers_are_seen_with_their_issuance on registry.dossiers for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()) or (person_id not in (select registry.restricted_persons()) and exists (
    select from registry.issuances i
    where i.person_id = dossiers.person_id and i.id = dossiers.issuance_id and i.provider_id = (select registry.viewer_provider()))));

-- ---------- Alarms ----------

alter table registry.alarms drop constraint alarms_invariant_check,
  add constraint alarm_says_what_is_broken check (invariant in ('I1', 'I6', 'I10', 'HUE-1.7'));
comment on constraint alarm_says_what_is_broken on registry.alarms is 'An invariant, or a clause whose deadline has passed (a citizen''s request that is overdue).';
