-- HUE-5.1 to HUE-5.3: what was flagged is looked into as a case: a file with what shows it, what the provider answers, and what officers note and decide. What happened in a case
-- is only added (I9); a decision is undone by a new one alone. Readings: docs/adr/0027.

-- ---------- Two officers ----------

-- What one officer proposes and another carries out. An act is done in the transaction that notes it as carried out, and judged anew there.
create table registry.proposals (
  id          uuid primary key,
  act         text not null constraint proposal_is_of_a_known_act
  check (act in ('EXCLUDE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY', 'REINSTATE_PROVIDER', 'PUBLISH_CASE')),
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

alter table registry.proposals enable row level security;
create policy proposals_are_the_departments on registry.proposals to campaign_runtime
  using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.proposals to campaign_runtime;
grant update (state, decided_by, decided_at, reason) on registry.proposals to campaign_runtime;

-- ---------- Cases ----------

create table registry.cases (
  id            uuid primary key,
  year          smallint not null,  -- in Vietnam; the trigger below gives year and number
  number        integer not null check (number > 0),
  campaign_id   integer not null references registry.campaigns,
  provider_id   smallint references registry.providers, -- null: no one provider answers for it
  severity      text not null constraint case_severity_is_known check (severity in ('LOW', 'MEDIUM', 'HIGH')),
  state         text not null default 'OPEN' constraint case_is_in_a_known_state check (state in ('OPEN', 'AWAITING_PROVIDER', 'DECIDED')),
  opened_at     timestamptz not null,
  opened_by     text not null check (length(opened_by) between 1 and 200),
  assigned_to   text check (length(assigned_to) between 1 and 200),
  question_id   uuid,               -- the question that waits for its answer
  answer_due_at timestamptz,        -- exclusive
  decision      text constraint case_decision_is_known check (decision in ('CONFIRMED', 'DISMISSED')),
  published_at  timestamptz,
  constraint one_case_per_number unique (year, number),
  constraint waiting_case_has_its_question check ((state = 'AWAITING_PROVIDER') = (question_id is not null) and (question_id is null) = (answer_due_at is null)),
  constraint decided_case_says_what check ((state = 'DECIDED') = (decision is not null)),
  constraint published_case_is_confirmed check (published_at is null or (decision is not null and decision = 'CONFIRMED'))
);
comment on table registry.cases is 'HUE-5.1: how each case stands; why, its events say.';
comment on constraint one_case_per_number on registry.cases is 'A case number means one case.';
comment on constraint decided_case_says_what on registry.cases is 'HUE-5.2: a case is decided one way or the other.';
comment on constraint published_case_is_confirmed on registry.cases is 'HUE-5.3: what is published has been confirmed.';
create index cases_by_campaign on registry.cases (campaign_id, opened_at);
comment on index registry.cases_by_campaign is 'The department''s queue.';
create index cases_by_provider on registry.cases (provider_id, campaign_id, opened_at) where provider_id is not null;
comment on index registry.cases_by_provider is 'The department''s queue of one provider.';
create index cases_that_wait_for_an_answer on registry.cases (answer_due_at) where answer_due_at is not null;
comment on index registry.cases_that_wait_for_an_answer is 'Answers that are overdue.';

-- One after the other, whoever asks: the lock is held until the transaction ends, and nothing is ever deleted. So no number is left out, and none is given twice.
create function registry.case_gets_the_next_number() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('registry.case_gets_the_next_number', 0));
  new.year := extract(year from new.opened_at at time zone 'Asia/Ho_Chi_Minh');
  new.number := 1 + coalesce((select max(c.number) from registry.cases c where c.year = new.year), 0);
  return new;
end
$$;
create trigger case_gets_the_next_number before insert on registry.cases for each row execute function registry.case_gets_the_next_number();
comment on trigger case_gets_the_next_number on registry.cases is 'HUE-5.1: the numbers of a year have no gap.';

alter table registry.cases enable row level security;
create policy cases_are_the_departments on registry.cases to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.cases to campaign_runtime;
grant update (severity, state, assigned_to, question_id, answer_due_at, decision, published_at) on registry.cases to campaign_runtime;

-- Which flags a case is about. A flag stays in the case that it came into.
create table registry.case_violations (
  violation_id uuid not null references registry.violations,
  case_id      uuid not null references registry.cases,
  joined_at    timestamptz not null,
  constraint one_case_per_violation primary key (violation_id)
);
comment on constraint one_case_per_violation on registry.case_violations is 'HUE-5.1: what was flagged is judged in one place.';
create index violations_of_a_case on registry.case_violations (case_id);
comment on index registry.violations_of_a_case is 'What a case is about.';

create function registry.case_is_of_one_provider() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (
    select from registry.violations v join registry.cases c on c.id = new.case_id
    where v.id = new.violation_id and v.campaign_id = c.campaign_id and v.provider_id is not distinct from c.provider_id) then
    raise exception 'a case is of one campaign and one provider'
      using errcode = '23514', constraint = 'case_is_of_one_provider', table = 'case_violations', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger case_is_of_one_provider before insert on registry.case_violations for each row execute function registry.case_is_of_one_provider();
comment on trigger case_is_of_one_provider on registry.case_violations is 'I8: a provider that is asked is asked of nothing that is another''s.';

alter table registry.case_violations enable row level security;
create policy flags_in_cases_are_the_departments on registry.case_violations to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.case_violations to campaign_runtime;

-- What happened in a case. Rows are only added.
create table registry.case_events (
  id          uuid primary key,
  case_id     uuid not null references registry.cases,
  place       bigint generated always as identity, -- their order; instants may be equal
  at          timestamptz not null,
  kind        text not null constraint case_event_is_of_a_known_kind check (kind in (
    'OPENED', 'JOINED', 'ASSIGNED', 'NOTED', 'ASKED', 'ANSWERED', 'REMINDED', 'DECIDED', 'PUBLISHED', 'WITHDRAWN')),
  actor       text not null check (length(actor) between 1 and 200),
  text        text check (length(text) between 1 and 4000), -- what looks like a citizen number is blanked
  about       uuid,     -- the question that is answered or reminded of, or the decision that is turned over
  provider_id smallint references registry.providers, -- who was asked, and sees this row
  campaign_id integer references registry.campaigns,  -- of a question, for whoever is asked sees no case
  case_number text,     -- likewise
  due_at      timestamptz,
  evidence    jsonb,    -- what the provider is shown with the question, as it was then
  decision    text,
  assigned_to text check (length(assigned_to) between 1 and 200),
  violations  integer check (violations > 0), -- how many came into the case
  constraint one_event_per_case_and_id unique (id, case_id),
  constraint one_event_per_provider_and_id unique (id, provider_id),
  constraint event_is_about_one_of_its_case foreign key (about, case_id) references registry.case_events (id, case_id),
  constraint answer_is_of_who_was_asked foreign key (about, provider_id) references registry.case_events (id, provider_id),
  constraint event_that_is_about_another_says_which check (
    case when kind in ('ANSWERED', 'REMINDED') then about is not null when kind <> 'DECIDED' then about is null else true end),
  constraint question_says_to_whom_and_until_when check (
    case when kind = 'ASKED' then num_nulls(text, provider_id, campaign_id, case_number, due_at, evidence) = 0 and due_at > at
    when kind in ('ANSWERED', 'REMINDED') then provider_id is not null and (kind = 'REMINDED' or text is not null) and num_nonnulls(campaign_id, case_number, due_at, evidence) = 0
    else num_nonnulls(provider_id, campaign_id, case_number, due_at, evidence) = 0 end),
  constraint decision_has_its_reason check (
    case when kind = 'DECIDED' then decision is not null and decision in ('CONFIRMED', 'DISMISSED') and text is not null and length(btrim(text)) >= 3 else decision is null end),
  constraint note_and_withdrawal_have_words check (kind not in ('NOTED', 'WITHDRAWN') or text is not null),
  constraint assignment_says_to_whom check ((kind = 'ASSIGNED') = (assigned_to is not null)),
  constraint joining_says_how_many check ((kind in ('OPENED', 'JOINED')) = (violations is not null))
);
comment on table registry.case_events is 'I9: what happened in a case, for good.';
comment on constraint decision_has_its_reason on registry.case_events is 'HUE-5.2: confirmed or dismissed, and why.';
comment on constraint answer_is_of_who_was_asked on registry.case_events is 'I8: a provider answers what it was asked itself.';
create index events_of_a_case on registry.case_events (case_id, place);
comment on index registry.events_of_a_case is 'A case''s timeline.';
create index questions_to_a_provider on registry.case_events (provider_id, at desc, id desc) where kind = 'ASKED';
comment on index registry.questions_to_a_provider is 'What a provider was asked, newest first.';
create unique index one_first_decision_per_case on registry.case_events (case_id) where kind = 'DECIDED' and about is null;
comment on index registry.one_first_decision_per_case is 'HUE-5.2: of two officers who decide at once one does.';
create unique index decision_is_turned_over_once on registry.case_events (about) where kind = 'DECIDED';
comment on index registry.decision_is_turned_over_once is 'HUE-5.2: a new decision knows which one it turns over; none is erased.';
create unique index one_answer_per_question on registry.case_events (about) where kind = 'ANSWERED';
comment on index registry.one_answer_per_question is 'HUE-5.2: what was answered stays said.';
create unique index one_reminder_per_question on registry.case_events (about) where kind = 'REMINDED';
comment on index registry.one_reminder_per_question is 'A provider is reminded once of an answer that is overdue.';
-- HUE-5.3: what was published, and withdrawn, is read by everybody; newest first, without a look at every case.
create index publications_in_time on registry.case_events (at desc, case_id) where kind in ('PUBLISHED', 'WITHDRAWN');
comment on index registry.publications_in_time is 'HUE-5.3: the public list of what was published.';

-- The case itself is not shown to whoever is asked; an answer moves it all the same, and comes too late once the case waits no longer.
create function registry.answer_is_to_an_open_question() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  update registry.cases c set state = 'OPEN', question_id = null, answer_due_at = null
  where c.id = new.case_id and c.question_id = new.about and c.state = 'AWAITING_PROVIDER';
  if not found then
    raise exception 'nobody waits for this answer'
      using errcode = '23514', constraint = 'answer_is_to_an_open_question', table = 'case_events', schema = 'registry';
  end if;
  return null;
end
$$;
revoke execute on function registry.answer_is_to_an_open_question() from public;
create trigger answer_is_to_an_open_question after insert on registry.case_events
  for each row when (new.kind = 'ANSWERED') execute function registry.answer_is_to_an_open_question();
comment on trigger answer_is_to_an_open_question on registry.case_events is 'HUE-5.2: an answer is to a question that is open.';

-- HUE-5.3, docs/adr/0031: by an officer's login nothing is published but what another officer proposed of the very decision that holds. The approval writes that it was carried out first.
create function registry.published_by_two() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.kind = 'PUBLISHED' and new.actor like 'officer:%' and not exists (
    select from registry.proposals p
    where p.act = 'PUBLISH_CASE' and p.state = 'CARRIED_OUT' and p.decided_by = new.actor and p.proposed_by <> new.actor
      and p.subject = (select d.id::text from registry.case_events d where d.case_id = new.case_id and d.kind = 'DECIDED' order by d.place desc limit 1)) then
    raise exception 'a publication takes two officers'
      using errcode = '23514', constraint = 'publication_takes_two_officers', table = 'case_events', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger publication_takes_two_officers before insert on registry.case_events for each row execute function registry.published_by_two();
comment on trigger publication_takes_two_officers on registry.case_events is 'HUE-5.3: one officer proposes a publication, another approves it.';

alter table registry.case_events enable row level security;
create policy questions_are_seen_by_who_was_asked on registry.case_events for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy questions_are_answered_by_who_was_asked on registry.case_events for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or (kind = 'ANSWERED' and provider_id = (select registry.viewer_provider())));
grant select, insert on registry.case_events to campaign_runtime;

-- ---------- Minutes ----------

-- HUE-5.3: of a confirmed violation minutes are drawn up. They are kept as what they say, in Vietnamese, and never changed (I9): a correction is a further version under the same
-- number, and the hash of each is in the journal. Readings: docs/adr/0027.

-- The number that a case's minutes bear, or would bear: that of their first version, else the next of the year under that sign. The lock is held until the transaction ends.
create function registry.minutes_number(of_case uuid, of_year smallint, of_sign text, out year smallint, out sign text, out number integer, out version integer)
  language plpgsql volatile
  set search_path = ''
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('registry.minutes_number', 0));
  select m.year, m.sign, m.number, m.version + 1 into year, sign, number, version
  from registry.case_minutes m where m.case_id = of_case order by m.version desc limit 1;
  if not found then
    year := of_year;
    sign := of_sign;
    number := 1 + coalesce((select max(m.number) from registry.case_minutes m where m.year = of_year and m.sign = of_sign), 0);
    version := 1;
  end if;
end
$$;

create table registry.case_minutes (
  id           uuid primary key,
  case_id      uuid not null references registry.cases,
  decision_id  uuid not null, -- which they rest on
  year         smallint not null,
  sign         text not null constraint minutes_bear_an_agencys_sign check (sign ~ '^BB-[A-ZĐ]{2,20}$'),
  number       integer not null check (number > 0),
  version      integer not null check (version > 0),
  drawn_up_at  timestamptz not null,
  drawn_up_by  text not null check (length(drawn_up_by) between 1 and 200),
  content      text not null check (length(content) between 2 and 2000000), -- JSON, to the letter as it was hashed
  content_hash bytea not null constraint hash_is_of_the_minutes check (content_hash = sha256(convert_to(content, 'UTF8'))),
  constraint one_minutes_per_number_and_version unique (year, sign, number, version),
  constraint one_version_of_minutes_at_a_time unique (case_id, version),
  constraint minutes_rest_on_a_decision_of_their_case foreign key (decision_id, case_id) references registry.case_events (id, case_id)
);
comment on table registry.case_minutes is 'HUE-5.3: minutes of confirmed violations, each version for good.';
comment on constraint hash_is_of_the_minutes on registry.case_minutes is 'I10: what the journal has the hash of is what is kept.';

create function registry.minutes_have_the_next_number() returns trigger
  language plpgsql
  set search_path = ''
  as $$
declare
  due record;
begin
  select * into due from registry.minutes_number(new.case_id, new.year, new.sign);
  if (new.year, new.sign, new.number, new.version) is distinct from (due.year, due.sign, due.number, due.version) then
    raise exception 'minutes are numbered without gaps'
      using errcode = '23514', constraint = 'minutes_have_the_next_number', table = 'case_minutes', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger minutes_have_the_next_number before insert on registry.case_minutes for each row execute function registry.minutes_have_the_next_number();
comment on trigger minutes_have_the_next_number on registry.case_minutes is 'HUE-5.3: the numbers of a year under a sign have no gap, and a further version bears the number of the first.';

alter table registry.case_minutes enable row level security;
create policy minutes_are_the_departments on registry.case_minutes to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.case_minutes to campaign_runtime;
