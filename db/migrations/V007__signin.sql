-- OpenIddict's tables, in a schema and under a role of their own (I9). Access tokens are not stored; the last two tables are for the sign-in of people.

create schema signin;

create table signin.applications (
  id                        text primary key,
  application_type          varchar(50),
  client_id                 varchar(100) constraint one_application_per_client unique,
  client_secret             text,
  client_type               varchar(50),
  concurrency_token         varchar(50),
  consent_type              varchar(50),
  display_name              text,
  display_names             text,
  json_web_key_set          text,
  permissions               text,
  post_logout_redirect_uris text,
  properties                text,
  redirect_uris             text,
  requirements              text,
  settings                  text
);

create table signin.scopes (
  id                text primary key,
  concurrency_token varchar(50),
  description       text,
  descriptions      text,
  display_name      text,
  display_names     text,
  name              varchar(200) constraint one_scope_per_name unique,
  properties        text,
  resources         text
);

create table signin.authorizations (
  id                text primary key,
  application_id    text references signin.applications (id),
  concurrency_token varchar(50),
  creation_date     timestamptz,
  properties        text,
  scopes            text,
  status            varchar(50),
  subject           varchar(400),
  type              varchar(50)
);
create index authorizations_by_application on signin.authorizations (application_id, status, subject, type);

create table signin.tokens (
  id                text primary key,
  application_id    text references signin.applications (id),
  authorization_id  text references signin.authorizations (id),
  concurrency_token varchar(50),
  creation_date     timestamptz,
  expiration_date   timestamptz,
  payload           text,
  properties        text,
  redemption_date   timestamptz,
  reference_id      varchar(100) constraint one_token_per_reference unique,
  status            varchar(50),
  subject           varchar(400),
  type              varchar(150)
);
create index tokens_by_application on signin.tokens (application_id, status, subject, type);
create index tokens_by_authorization on signin.tokens (authorization_id);

grant usage on schema signin to campaign_signin;
grant select, insert, update, delete on signin.applications, signin.scopes, signin.authorizations, signin.tokens to campaign_signin;
