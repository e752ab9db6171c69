/** The GraphQL documents that the tablet sends, and the parts of the answers that it reads. See schema.graphql. */

export type Standing = "FREE" | "HOLDS_CERTIFICATE" | "HOLDS_PENDING_ACTIVATION";
export type Channel = "DOOR_TO_DOOR" | "NEED";
export type KeyStorage = "REMOTE" | "USB_TOKEN" | "SIM_PKI";
export type NeedState = "WAITING" | "IN_SUPPORT" | "SERVED" | "LAPSED" | "CANCELLED" | "RELEASED" | "SUPERSEDED";

export interface Provider {
  readonly code: string;
  readonly name: string;
}

export interface HeldCertificate {
  readonly provider: Provider;
  readonly recordedAt: string | null;
  readonly status: string;
}

export interface CitizenCheck {
  readonly __typename: "CitizenCheck";
  readonly ticket: string;
  readonly checkedAt: string;
  readonly ticketExpiresAt: string;
  readonly standing: Standing;
  readonly holder: HeldCertificate | null;
  readonly openNeed: { readonly id: string; readonly state: NeedState; readonly dueAt: string } | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** A refusal, with the extra fields that some refusals have. */
export interface Refused {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
  readonly revokeBy?: string | null;
  readonly holder?: HeldCertificate;
  readonly field?: string;
}

/** The part of a refusal that is stored. */
export interface RefusalOf {
  readonly code: string;
  readonly message: string;
  readonly revokeBy: string | null;
  readonly holderName: string | null;
  readonly holderRecordedAt: string | null;
}

export interface Receipt {
  readonly issuanceId: string;
  readonly status: string;
  readonly journalKeyId: string;
  readonly leafHash: string;
  readonly recordedAt: string;
  readonly signature: string;
}

export interface Issuance {
  readonly id: string;
  readonly status: string;
  readonly origin: string;
  readonly serialNumber: string;
  readonly issuedAt: string;
  readonly recordedAt: string;
}

export interface IssuanceRecorded {
  readonly __typename: "IssuanceRecorded";
  readonly replayed: boolean;
  readonly issuance: Issuance;
  readonly receipt: Omit<Receipt, "issuanceId" | "status">;
}

export type FaultKind = "CITIZENS_DEVICE" | "NETWORK" | "ISSUING_SYSTEM" | "IDENTITY_CHECK" | "PROVIDERS_APP" | "OTHER";
export type NoBadgeReason = "CITIZEN_HAS_NO_PHONE" | "CITIZEN_DECLINED" | "NO_NETWORK" | "TABLET_FAULT" | "OTHER";

export interface RecordInput {
  readonly requestId: string;
  readonly campaign: string;
  readonly citizenId: string;
  readonly alsoKnownAs: string | null;
  readonly channel: Channel;
  readonly ticket: string;
  readonly needId: string | null;
  readonly certificate: { readonly serialNumber: string; readonly issuedAt: string; readonly keyStorage: KeyStorage };
  readonly activated: boolean;
  /** What is said of the visit; not there in what an older tablet has kept. */
  readonly faultKind?: FaultKind | null;
  readonly badge?: string | null;
  readonly noBadgeReason?: NoBadgeReason | null;
  readonly dossier: {
    readonly contractNumber: string;
    readonly contractSignedOn: string;
    readonly handedOverAt: string | null;
    readonly receivedByCitizen: boolean;
    readonly recipientName: string | null;
    readonly consentGivenAt: string;
  };
  readonly holder: {
    readonly name: string | null;
    readonly birthDate: string | null;
    readonly sex: "FEMALE" | "MALE" | null;
    readonly phone: string | null;
    readonly wardCode: string | null;
  };
}

export interface RevocationInput {
  readonly requestId: string;
  readonly campaign: string;
  readonly serialNumber: string;
  readonly revokedAt: string;
}

export interface Need {
  readonly id: string;
  readonly mode: "AT_HOME" | "BY_PHONE";
  readonly state: NeedState;
  readonly registeredAt: string;
  readonly dueAt: string;
  readonly calls: readonly { readonly calledAt: string; readonly deniedAt: string | null }[];
  readonly nextCallFrom: string | null;
  readonly contact: { readonly name: string; readonly phone: string; readonly wardCode: string | null; readonly address: string | null } | null;
}

const refused = "... on Refusal { code message }";
const held = "holder { provider { code name } recordedAt status }";
const need = "id mode state registeredAt dueAt calls { calledAt deniedAt } nextCallFrom contact { name phone wardCode address }";
const issuance = "id status origin serialNumber issuedAt recordedAt";

export const aboutMe = `query {
  me { reference name provider { code name } }
  campaigns { code name opensAt closesAt isTrial providers { code } }
}`;

export const today = `query($campaign: String!) {
  needs(campaign: $campaign, filter: { state: [WAITING, IN_SUPPORT] }, first: 100) { totalCount edges { node { ${need} } } }
  issuances(campaign: $campaign, filter: { status: [PENDING_ACTIVATION] }, first: 100) { totalCount edges { node { ${issuance} } } }
}`;

export const needChanged = `subscription($campaign: String!) { needChanged(campaign: $campaign) { ${need} } }`;

export const checkCitizen = `mutation($input: CheckCitizenInput!) { checkCitizen(input: $input) { __typename ${refused}
  ... on CitizenCheck { ticket checkedAt ticketExpiresAt standing ${held} openNeed { id state dueAt } warnings { code message } }
  ... on QuotaExceeded { retryAfterSeconds } } }`;

export const recordIssuance = `mutation($input: RecordIssuanceInput!) { recordIssuance(input: $input) { __typename ${refused}
  ... on IssuanceRecorded { replayed issuance { ${issuance} } receipt { journalKeyId leafHash recordedAt signature } }
  ... on AlreadyIssued { ${held} revokeBy } ... on CheckRequired { reason revokeBy } ... on NeedNotServable { revokeBy }
  ... on InvalidCertificate { field } ... on QuotaExceeded { retryAfterSeconds } } }`;

export const confirmRevocation = `mutation($input: ConfirmRevocationInput!) { confirmRevocation(input: $input) { __typename ${refused}
  ... on RevocationConfirmed { serialNumber revokeBy inTime } } }`;

export const activateIssuance = `mutation($input: ActivateIssuanceInput!) { activateIssuance(input: $input) { __typename ${refused}
  ... on IssuanceActivated { issuance { ${issuance} } } ... on NotPendingActivation { status } } }`;

export const startNeedSupport = `mutation($input: StartNeedSupportInput!) { startNeedSupport(input: $input) { __typename ${refused}
  ... on NeedSupportStarted { need { ${need} } } ... on NeedNotServable { state } } }`;

export const noteCallNotReached = `mutation($input: NoteCallNotReachedInput!) { noteCallNotReached(input: $input) { __typename ${refused}
  ... on CallNoted { need { ${need} } } } }`;
