package org.sekisho.simulator.conformance;

/** Numbers and words that the tests of all groups use. */
abstract class ConformanceGroup {

  static final int IKE_SA_INIT = 34;
  static final int IKE_AUTH = 35;
  static final int CREATE_CHILD_SA = 36;
  static final int INFORMATIONAL = 37;

  static final int INITIATOR_FLAG = 0x08;
  static final int VERSION_FLAG = 0x10;
  static final int RESPONSE_FLAG = 0x20;

  static final int UNSUPPORTED_CRITICAL_PAYLOAD = 1;
  static final int INVALID_IKE_SPI = 4;
  static final int INVALID_MAJOR_VERSION = 5;
  static final int INVALID_SYNTAX = 7;
  static final int INVALID_MESSAGE_ID = 9;
  static final int INVALID_SPI = 11;
  static final int NO_PROPOSAL_CHOSEN = 14;
  static final int INVALID_KE_PAYLOAD = 17;
  static final int AUTHENTICATION_FAILED = 24;
  static final int NO_ADDITIONAL_SAS = 35;
  static final int INTERNAL_ADDRESS_FAILURE = 36;
  static final int FAILED_CP_REQUIRED = 37;
  static final int TS_UNACCEPTABLE = 38;
  static final int TEMPORARY_FAILURE = 43;
  static final int CHILD_SA_NOT_FOUND = 44;
  static final int INITIAL_CONTACT = 16384;
  static final int SET_WINDOW_SIZE = 16385;
  static final int NAT_DETECTION_SOURCE_IP = 16388;
  static final int NAT_DETECTION_DESTINATION_IP = 16389;
  static final int COOKIE = 16390;
  static final int USE_TRANSPORT_MODE = 16391;
  static final int REKEY_SA = 16393;

  /** A chain without payloads. */
  static final byte[] NOTHING = new byte[0];

  static byte[] encr(int id, int bits) {
    return RawPayload.transform(RawPayload.ENCR, id, bits);
  }

  static byte[] encr(int id) {
    return RawPayload.transform(RawPayload.ENCR, id);
  }

  static byte[] integ(int id) {
    return RawPayload.transform(RawPayload.INTEG, id);
  }

  static byte[] prf(int id) {
    return RawPayload.transform(RawPayload.PRF, id);
  }

  static byte[] dh(int id) {
    return RawPayload.transform(RawPayload.DH, id);
  }

  static byte[] esn(int id) {
    return RawPayload.transform(RawPayload.ESN, id);
  }
}
