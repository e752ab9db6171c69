-- Campaigns, the terms under which they run, and public facts that the department decides, each dated from when on it holds. What holds is never rewritten: a dated
-- fact grows at its end alone.

create function registry.begins_after_the_last() returns trigger
  language plpgsql
  set search_path = ''
  as $$
declare
  subject constant text := coalesce((select string_agg(format('t.%1$I = ($1).%1$I', key), ' and ') from unnest(tg_argv) key), 'true');
  later boolean;
begin
  -- Of two at once the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended('registry.begins_after_the_last.' || tg_table_name, 0));
  execute format('select exists (select from registry.%I t where %s and t.effective_from >= ($1).effective_from)', tg_table_name, subject) into later using new;
  if later then
    raise exception 'what holds is not rewritten' using errcode = '23514', constraint = 'what_holds_is_not_rewritten', table = tg_table_name, schema = 'registry';
  end if;
  return new;
end
$$;
comment on function registry.begins_after_the_last() is 'HUE-1.1, DT-5: dated facts grow at their end alone → BeginsTooEarly. The arguments are the columns that say what the fact is about.';

create table registry.campaigns (
  id   integer generated always as identity primary key,
  code text not null constraint one_campaign_per_code unique constraint campaign_code_is_plain check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$')
);

grant select, insert on registry.campaigns to campaign_runtime;
grant select on registry.campaigns to campaign_reader;

-- What holds in a campaign from an instant on; the latest row that has begun is in force. History: rows are only added.
create table registry.campaign_terms (
  campaign_id                    integer not null references registry.campaigns,
  effective_from                 timestamptz not null,
  name                           text not null check (length(name) between 1 and 200),
  opens_at                       timestamptz not null,
  closes_at                      timestamptz not null,
  need_window                    interval not null, -- HUE-4.4
  support_window                 interval not null,
  free_months                    integer not null,  -- HUE-1.5
  check_window                   interval not null, -- HUE-3.2
  reporting_grace                interval not null, -- HUE-1.4
  revoke_window                  interval not null,
  activation_window              interval not null, -- HUE-3.3
  checks_per_staff_per_hour      integer not null,  -- HUE-1.7
  checks_per_provider_per_minute integer not null,  -- HUE-1.7
  decided_by                     text not null,
  -- Null: written down before decisions bore their instant.
  decided_at                     timestamptz,
  primary key (campaign_id, effective_from),
  constraint campaign_opens_before_it_closes check (opens_at < closes_at),
  constraint windows_last_from_1_second_to_366_days check (
    least(need_window, support_window, check_window, reporting_grace, revoke_window, activation_window) >= interval '1 second'
    and greatest(need_window, support_window, check_window, reporting_grace, revoke_window, activation_window) <= interval '366 days'),
  constraint counts_are_positive check (free_months between 1 and 120 and checks_per_staff_per_hour > 0 and checks_per_provider_per_minute > 0),
  constraint terms_begin_no_earlier_than_they_are_decided check (decided_at <= effective_from)
);

create trigger what_holds_is_not_rewritten before insert on registry.campaign_terms
  for each row execute function registry.begins_after_the_last('campaign_id');
comment on trigger what_holds_is_not_rewritten on registry.campaign_terms is 'HUE-1.1: terms begin after those before them.';

grant select, insert on registry.campaign_terms to campaign_runtime;
grant select on registry.campaign_terms to campaign_reader;

create table registry.department_details (
  effective_from timestamptz primary key,
  name_vi        text not null check (length(name_vi) between 1 and 200),
  name_en        text not null check (length(name_en) between 1 and 200),
  phone          text constraint phone_can_be_called check (phone ~ '^\+?[0-9][0-9 .]{2,28}$'),
  decided_by     text not null check (length(decided_by) between 1 and 300),
  decided_at     timestamptz,
  constraint details_begin_no_earlier_than_they_are_decided check (decided_at <= effective_from)
);
comment on table registry.department_details is 'The department as pages name it, dated: the one in force is the latest that has begun. Without a phone the pages show none.';

create trigger what_holds_is_not_rewritten before insert on registry.department_details
  for each row execute function registry.begins_after_the_last();
comment on trigger what_holds_is_not_rewritten on registry.department_details is 'What the department is called begins after what it was called before.';

grant select, insert on registry.department_details to campaign_runtime;
grant select on registry.department_details to campaign_reader;

insert into registry.department_details (effective_from, name_vi, name_en, decided_by) values
  ('2023-07-28 00:00+07', 'Sở Thông tin và Truyền thông', 'Department of Information and Communications', 'migration'),
  ('2025-03-01 00:00+07', 'Sở Khoa học và Công nghệ', 'Department of Science and Technology', 'migration');

-- How many people live in each ward, as the statistics office counts them and the department enters them: what coverage is told against.
create table registry.ward_populations (
  ward_code      text not null check (ward_code ~ '^[0-9]{5}$'),
  effective_from timestamptz not null,
  population     integer not null constraint somebody_lives_there check (population between 1 and 10000000),
  as_of          date not null,
  source         text not null check (length(source) between 3 and 300),
  decided_by     text not null check (length(decided_by) between 1 and 300),
  primary key (ward_code, effective_from),
  constraint population_was_counted_before check (as_of <= (effective_from at time zone 'Asia/Ho_Chi_Minh')::date)
);
comment on table registry.ward_populations is 'Public facts, dated: of each ward the latest that has begun holds. None until the department has entered one.';

create trigger what_holds_is_not_rewritten before insert on registry.ward_populations
  for each row execute function registry.begins_after_the_last('ward_code');
comment on trigger what_holds_is_not_rewritten on registry.ward_populations is 'A count of people begins after the one before it.';

grant select, insert on registry.ward_populations to campaign_runtime;
grant select on registry.ward_populations to campaign_reader;
