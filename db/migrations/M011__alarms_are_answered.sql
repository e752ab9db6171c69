-- I9: an alarm of the nightly check is looked at by somebody, who says what was done. Rows are only added.
create table registry.alarm_notes (
  id       uuid primary key,
  alarm_id uuid not null references registry.alarms,
  noted_at timestamptz not null,
  noted_by text not null check (length(noted_by) between 1 and 300),
  note     text not null check (length(note) between 3 and 2000) -- what looks like a citizen number is blanked
);
comment on table registry.alarm_notes is 'Who looked at an alarm, and what was found or done.';
create index alarm_notes_by_alarm on registry.alarm_notes (alarm_id, noted_at);
comment on index registry.alarm_notes_by_alarm is 'An alarm with what was done about it.';

alter table registry.alarm_notes enable row level security;
create policy alarm_notes_are_the_departments on registry.alarm_notes to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.alarm_notes to campaign_runtime;
