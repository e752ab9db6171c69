-- Hangfire's tables, in a schema and under a role of their own (I9): it makes them itself, at the start of a host. They hold the names of jobs and when they ran.

create schema jobs;
grant usage, create on schema jobs to campaign_jobs;

-- The nightly check: I1, I6 and the journal derived anew from what the database holds. One row per day in Vietnam; a check that was cut short goes on where it was.
create table registry.invariant_checks (
  day               date primary key,
  started_at        timestamptz not null,
  persons_to        uuid not null default '00000000-0000-0000-0000-000000000000', -- every person up to this one has been checked
  persons           bigint not null default 0 check (persons >= 0),
  persons_done_at   timestamptz check (persons_done_at >= started_at),
  journal_to        bigint not null default 0,                                    -- every leaf up to this one has been checked
  differences       bigint not null default 0 check (differences >= 0),
  finished_at       timestamptz check (finished_at >= persons_done_at),
  constraint check_ends_after_all_persons check (finished_at is null or persons_done_at is not null)
);
comment on table registry.invariant_checks is 'I1, I6, I10: how far each night''s check is, and how many differences it found.';

-- What must never be: a difference between what is written and what the journal says. Rows are only added.
create table registry.alarms (
  id          uuid primary key,
  raised_at   timestamptz not null,
  invariant   text not null check (invariant in ('I1', 'I6', 'I10')),
  what        text not null,
  person_id   uuid,
  campaign_id integer,
  subject_ids uuid[] not null check (cardinality(subject_ids) between 0 and 20), -- in ascending order
  constraint one_alarm_per_difference unique nulls not distinct (what, person_id, campaign_id, subject_ids)
);
comment on constraint one_alarm_per_difference on registry.alarms is 'The same difference is raised once, however often it is found.';

grant select, insert on registry.invariant_checks, registry.alarms to campaign_runtime;
grant update (persons_to, persons, persons_done_at, journal_to, differences, finished_at) on registry.invariant_checks to campaign_runtime;
grant select on registry.invariant_checks, registry.alarms to campaign_reader;
