package org.sekisho.ike.message;

/** Notification types (RFC 7296 section 3.10.1); below {@link #FIRST_STATUS} they are errors. */
public final class NotifyType {

  /** UNSUPPORTED_CRITICAL_PAYLOAD. */
  public static final int UNSUPPORTED_CRITICAL_PAYLOAD = 1;

  /** INVALID_IKE_SPI. */
  public static final int INVALID_IKE_SPI = 4;

  /** INVALID_MAJOR_VERSION. */
  public static final int INVALID_MAJOR_VERSION = 5;

  /** INVALID_SYNTAX. */
  public static final int INVALID_SYNTAX = 7;

  /** INVALID_SPI. */
  public static final int INVALID_SPI = 11;

  /** NO_PROPOSAL_CHOSEN. */
  public static final int NO_PROPOSAL_CHOSEN = 14;

  /** INVALID_KE_PAYLOAD. */
  public static final int INVALID_KE_PAYLOAD = 17;

  /** AUTHENTICATION_FAILED. */
  public static final int AUTHENTICATION_FAILED = 24;

  /** NO_ADDITIONAL_SAS. */
  public static final int NO_ADDITIONAL_SAS = 35;

  /** INTERNAL_ADDRESS_FAILURE. */
  public static final int INTERNAL_ADDRESS_FAILURE = 36;

  /** TS_UNACCEPTABLE. */
  public static final int TS_UNACCEPTABLE = 38;

  /** UNACCEPTABLE_ADDRESSES (RFC 4555 section 4.1). */
  public static final int UNACCEPTABLE_ADDRESSES = 40;

  /** UNEXPECTED_NAT_DETECTED. */
  public static final int UNEXPECTED_NAT_DETECTED = 41;

  /** TEMPORARY_FAILURE. */
  public static final int TEMPORARY_FAILURE = 43;

  /** CHILD_SA_NOT_FOUND. */
  public static final int CHILD_SA_NOT_FOUND = 44;

  /** STATE_NOT_FOUND (RFC 9370). */
  public static final int STATE_NOT_FOUND = 47;

  /** First status type; what is below reports an error. */
  public static final int FIRST_STATUS = 16384;

  /** INITIAL_CONTACT. */
  public static final int INITIAL_CONTACT = 16384;

  /** SET_WINDOW_SIZE. */
  public static final int SET_WINDOW_SIZE = 16385;

  /** NAT_DETECTION_SOURCE_IP. */
  public static final int NAT_DETECTION_SOURCE_IP = 16388;

  /** NAT_DETECTION_DESTINATION_IP. */
  public static final int NAT_DETECTION_DESTINATION_IP = 16389;

  /** COOKIE. */
  public static final int COOKIE = 16390;

  /** REKEY_SA. */
  public static final int REKEY_SA = 16393;

  /** ESP_TFC_PADDING_NOT_SUPPORTED. */
  public static final int ESP_TFC_PADDING_NOT_SUPPORTED = 16394;

  /** EAP_ONLY_AUTHENTICATION (RFC 5998 section 3). */
  public static final int EAP_ONLY_AUTHENTICATION = 16417;

  /** MOBIKE_SUPPORTED (RFC 4555 section 4). */
  public static final int MOBIKE_SUPPORTED = 16396;

  /** ADDITIONAL_IP4_ADDRESS. */
  public static final int ADDITIONAL_IP4_ADDRESS = 16397;

  /** ADDITIONAL_IP6_ADDRESS. */
  public static final int ADDITIONAL_IP6_ADDRESS = 16398;

  /** NO_ADDITIONAL_ADDRESSES. */
  public static final int NO_ADDITIONAL_ADDRESSES = 16399;

  /** UPDATE_SA_ADDRESSES. */
  public static final int UPDATE_SA_ADDRESSES = 16400;

  /** COOKIE2. */
  public static final int COOKIE2 = 16401;

  /** NO_NATS_ALLOWED. */
  public static final int NO_NATS_ALLOWED = 16402;

  /** REDIRECT_SUPPORTED (RFC 5685 section 9). */
  public static final int REDIRECT_SUPPORTED = 16406;

  /** REDIRECT. */
  public static final int REDIRECT = 16407;

  /** REDIRECTED_FROM. */
  public static final int REDIRECTED_FROM = 16408;

  /** TICKET_LT_OPAQUE (RFC 5723 section 7.1): a ticket after its life in seconds. */
  public static final int TICKET_LT_OPAQUE = 16409;

  /** TICKET_REQUEST. */
  public static final int TICKET_REQUEST = 16410;

  /** TICKET_ACK: no ticket now, ask again. */
  public static final int TICKET_ACK = 16411;

  /** TICKET_NACK: no ticket, or this one is not accepted. */
  public static final int TICKET_NACK = 16412;

  /** TICKET_OPAQUE: a ticket that comes back. */
  public static final int TICKET_OPAQUE = 16413;

  /** CHILDLESS_IKEV2_SUPPORTED (RFC 6023 section 3). */
  public static final int CHILDLESS_IKEV2_SUPPORTED = 16418;

  /** IKEV2_FRAGMENTATION_SUPPORTED (RFC 7383 section 2.3). */
  public static final int IKEV2_FRAGMENTATION_SUPPORTED = 16430;

  /** PUZZLE (RFC 8019 section 8.1). */
  public static final int PUZZLE = 16434;

  /** USE_PPK (RFC 8784). */
  public static final int USE_PPK = 16435;

  /** PPK_IDENTITY (RFC 8784). */
  public static final int PPK_IDENTITY = 16436;

  /** NO_PPK_AUTH (RFC 8784). */
  public static final int NO_PPK_AUTH = 16437;

  /** INTERMEDIATE_EXCHANGE_SUPPORTED (RFC 9242). */
  public static final int INTERMEDIATE_EXCHANGE_SUPPORTED = 16438;

  /** ADDITIONAL_KEY_EXCHANGE (RFC 9370). */
  public static final int ADDITIONAL_KEY_EXCHANGE = 16441;

  /** SIGNATURE_HASH_ALGORITHMS (RFC 7427). */
  public static final int SIGNATURE_HASH_ALGORITHMS = 16431;

  private NotifyType() {}

  /** Whether the type reports an error. */
  public static boolean isError(int type) {
    return type < FIRST_STATUS;
  }

  /** The name in the RFC, for log lines. */
  public static String name(int type) {
    return switch (type) {
      case UNSUPPORTED_CRITICAL_PAYLOAD -> "UNSUPPORTED_CRITICAL_PAYLOAD";
      case INVALID_IKE_SPI -> "INVALID_IKE_SPI";
      case INVALID_MAJOR_VERSION -> "INVALID_MAJOR_VERSION";
      case INVALID_SYNTAX -> "INVALID_SYNTAX";
      case INVALID_SPI -> "INVALID_SPI";
      case NO_PROPOSAL_CHOSEN -> "NO_PROPOSAL_CHOSEN";
      case INVALID_KE_PAYLOAD -> "INVALID_KE_PAYLOAD";
      case AUTHENTICATION_FAILED -> "AUTHENTICATION_FAILED";
      case NO_ADDITIONAL_SAS -> "NO_ADDITIONAL_SAS";
      case INTERNAL_ADDRESS_FAILURE -> "INTERNAL_ADDRESS_FAILURE";
      case TS_UNACCEPTABLE -> "TS_UNACCEPTABLE";
      case UNACCEPTABLE_ADDRESSES -> "UNACCEPTABLE_ADDRESSES";
      case UNEXPECTED_NAT_DETECTED -> "UNEXPECTED_NAT_DETECTED";
      case TEMPORARY_FAILURE -> "TEMPORARY_FAILURE";
      case CHILD_SA_NOT_FOUND -> "CHILD_SA_NOT_FOUND";
      case STATE_NOT_FOUND -> "STATE_NOT_FOUND";
      default -> "notification " + type;
    };
  }
}
