-- What the sign-in keeps under the encryption key rotates with it: the secrets of second factors are written again, one-time codes are waited for (5 minutes).

grant usage on schema signin to campaign_rekey;
grant select (account_id, key_id, secret) on signin.second_factors to campaign_rekey;
grant update (key_id, secret) on signin.second_factors to campaign_rekey;
grant select (key_id, expires_at, used_at) on signin.citizen_codes to campaign_rekey;
