-- HUE-1.4: a certificate that was sent with its record had to begin at the very second at which it was said to be made, though CAs date the beginning back; whoever sent it
-- was refused, and whoever sent none was not. What it states is kept beside its record now, with what does not fit: observations, which an officer looks into.

create table registry.shown_certificates (
  person_id    uuid not null,
  issuance_id  uuid not null,
  shown_at     timestamptz not null,
  not_before   timestamptz not null,
  not_after    timestamptz not null,
  issuer_names text[] not null,
  observations text[] not null constraint observation_is_of_a_known_kind check (
    observations <@ array['ISSUER_NOT_REGISTERED', 'NOT_BEFORE_OUTSIDE_ALLOWANCE', 'OTHER_END_STATED']),
  primary key (person_id, issuance_id),
  foreign key (person_id, issuance_id) references registry.issuances (person_id, id)
);
comment on table registry.shown_certificates is 'HUE-1.4: what a certificate that was shown with its record states, and what of it does not fit. Rows are only added; the certificate itself is not kept.';
create index shown_certificates_observed on registry.shown_certificates (shown_at desc) where observations <> '{}';
comment on index registry.shown_certificates_observed is 'HUE-5.1: what officers look into, newest first.';

alter table registry.shown_certificates enable row level security;
create policy certificates_are_shown_with_own_issuances on registry.shown_certificates for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.issuances i
    where i.person_id = shown_certificates.person_id and i.id = shown_certificates.issuance_id and i.provider_id = (select registry.viewer_provider())));
create policy shown_certificates_are_seen_with_their_issuance on registry.shown_certificates for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (person_id not in (select registry.restricted_persons()) and exists (
    select from registry.issuances i
    where i.person_id = shown_certificates.person_id and i.id = shown_certificates.issuance_id and i.provider_id = (select registry.viewer_provider()))));
grant select, insert on registry.shown_certificates to campaign_runtime;
