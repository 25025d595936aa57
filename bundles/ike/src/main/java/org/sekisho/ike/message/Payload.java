package org.sekisho.ike.message;

/** One payload of a message (RFC 7296 section 3.2). Immutable. */
public sealed interface Payload
    permits SaPayload,
        KePayload,
        IdPayload,
        CertPayload,
        CertReqPayload,
        AuthPayload,
        NoncePayload,
        NotifyPayload,
        DeletePayload,
        TsPayload,
        EapPayload,
        CpPayload,
        EncryptedPayload,
        EncryptedFragmentPayload,
        PuzzleSolutionPayload,
        IgnoredPayload {

  /** Payload type: security association. */
  int SA = 33;

  /** Payload type: key exchange. */
  int KE = 34;

  /** Payload type: initiator's identification. */
  int ID_I = 35;

  /** Payload type: responder's identification. */
  int ID_R = 36;

  /** Payload type: certificate. */
  int CERT = 37;

  /** Payload type: certificate request. */
  int CERTREQ = 38;

  /** Payload type: authentication. */
  int AUTH = 39;

  /** Payload type: nonce. */
  int NONCE = 40;

  /** Payload type: notify. */
  int NOTIFY = 41;

  /** Payload type: delete. */
  int DELETE = 42;

  /** Payload type: initiator's traffic selectors. */
  int TS_I = 44;

  /** Payload type: responder's traffic selectors. */
  int TS_R = 45;

  /** Payload type: encrypted and authenticated. */
  int SK = 46;

  /** Payload type: encrypted and authenticated fragment (RFC 7383 section 2.5). */
  int SKF = 53;

  /** Payload type: EAP. */
  int EAP = 48;

  /** Payload type: solution of a puzzle (RFC 8019 section 8.2). */
  int PUZZLE_SOLUTION = 54;

  /** Payload type: configuration. */
  int CP = 47;

  /** The last payload type RFC 7296 defines; criticality is ignored from SA to here. */
  int LAST_KNOWN = 48;

  /** The payload's type. */
  int type();

  /** The octets after the generic header. */
  byte[] body();
}
