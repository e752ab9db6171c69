-- HUE-5.3: of a confirmed violation minutes are drawn up. They are kept as what they say, in Vietnamese, and never changed (I9): a correction is a further version under the same
-- number, and the hash of each is in the journal. Readings: docs/adr/0027.

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

grant select, insert on registry.case_minutes to campaign_runtime;
alter table registry.case_minutes enable row level security;
create policy minutes_are_the_departments on registry.case_minutes to campaign_runtime using ((select registry.viewer_sees_all()));
