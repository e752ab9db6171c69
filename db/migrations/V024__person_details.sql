-- What is said of a person beside the numbers (HUE-1.3): by it, and by it alone, one person is suspected behind two numbers. Whoever says it is kept with it; rows
-- are only added. No number is here, and a phone only as the keyed hash under which needs keep theirs (I11). Why the name is not sealed: docs/adr/0020.

create table registry.person_details (
  person_id    uuid not null references registry.persons,
  recorded_at  timestamptz not null,
  source       text not null check (source in ('IMPORT', 'RECORD', 'NEED')),
  provider_id  smallint references registry.providers, -- who said it; null: the citizen, or an officer for the citizen
  name         text check (length(name) between 1 and 200), -- as written, NFC
  name_folded  text check (length(name_folded) between 1 and 200), -- lower case, no marks, đ as d, single spaces
  birth_date   date,
  sex          text check (sex in ('FEMALE', 'MALE')),
  phone_key_id smallint,
  phone_hash   bytea check (octet_length(phone_hash) = 32),
  ward_code    text check (length(ward_code) between 1 and 20),
  primary key (person_id, recorded_at, source),
  constraint name_with_its_folded_form check ((name is null) = (name_folded is null)),
  constraint phone_with_its_key check ((phone_key_id is null) = (phone_hash is null)),
  constraint details_say_something check (name is not null or birth_date is not null or phone_hash is not null)
);
comment on table registry.person_details is 'HUE-1.3: what providers and citizens say of a person, by which the same person under another number is suspected.';

grant select, insert on registry.person_details to campaign_runtime;

alter table registry.person_details enable row level security;
create policy own_details_are_seen on registry.person_details for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()) or provider_id = (select registry.viewer_provider()));
create policy own_details_are_said on registry.person_details for insert to campaign_runtime with check (
  (select registry.viewer_sees_all())
  or provider_id = (select registry.viewer_provider())
  or (provider_id is null and person_id = (select registry.viewer_person())));
