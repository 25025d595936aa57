package org.sekisho.crypto.ipsecmb;

/**
 * Where version 1.3 of the library has the fields we use, on x86-64, and the numbers it uses (its
 * header intel-ipsec-mb.h; measured with offsetof). Other versions move fields without a change of
 * the library's name, so {@link ImbLibrary} refuses them.
 */
final class Layout {

  /** What imb_get_version returns: 1.3.0. */
  static final int VERSION = 0x10300;

  /** Octets of IMB_MGR up to the end of its ring of jobs. */
  static final int MANAGER = 1024 + 256 * 200;

  /** IMB_MGR.used_arch. */
  static final int USED_ARCH = 56;

  /** IMB_MGR.imb_errno. */
  static final int ERROR = 60;

  /** IMB_MGR.keyexp_128; 192 and 256 follow. */
  static final int KEY_EXPANSION = 112;

  /** IMB_MGR.sha1_one_block. */
  static final int SHA1_ONE_BLOCK = 160;

  /** IMB_MGR.sha256_one_block. */
  static final int SHA256_ONE_BLOCK = 176;

  /** IMB_MGR.sha384_one_block. */
  static final int SHA384_ONE_BLOCK = 184;

  /** IMB_MGR.sha512_one_block. */
  static final int SHA512_ONE_BLOCK = 192;

  /** IMB_MGR.gcm128_pre; 192 and 256 follow. */
  static final int GCM_PRE = 448;

  /** IMB_MGR.get_next_burst. */
  static final int GET_NEXT_BURST = 952;

  /** IMB_MGR.submit_burst_nocheck. */
  static final int SUBMIT_BURST = 968;

  /** IMB_MGR.flush_burst. */
  static final int FLUSH_BURST = 976;

  /** IMB_MGR.submit_cipher_burst_nocheck. */
  static final int SUBMIT_CIPHER_BURST = 992;

  /** IMB_MGR.submit_hash_burst_nocheck. */
  static final int SUBMIT_HASH_BURST = 1008;

  /** Octets of IMB_JOB. */
  static final int JOB = 200;

  /** IMB_JOB.enc_keys. */
  static final int ENC_KEYS = 0;

  /** IMB_JOB.dec_keys. */
  static final int DEC_KEYS = 8;

  /** IMB_JOB.key_len_in_bytes. */
  static final int KEY_LENGTH = 16;

  /** IMB_JOB.src. */
  static final int SOURCE = 24;

  /** IMB_JOB.dst. */
  static final int TARGET = 32;

  /** IMB_JOB.cipher_start_src_offset_in_bytes. */
  static final int CIPHER_START = 40;

  /** IMB_JOB.msg_len_to_cipher_in_bytes. */
  static final int CIPHER_LENGTH = 48;

  /** IMB_JOB.hash_start_src_offset_in_bytes. */
  static final int HASH_START = 56;

  /** IMB_JOB.msg_len_to_hash_in_bytes. */
  static final int HASH_LENGTH = 64;

  /** IMB_JOB.iv. */
  static final int IV = 72;

  /** IMB_JOB.iv_len_in_bytes. */
  static final int IV_LENGTH = 80;

  /** IMB_JOB.auth_tag_output. */
  static final int TAG = 88;

  /** IMB_JOB.auth_tag_output_len_in_bytes. */
  static final int TAG_LENGTH = 96;

  /** IMB_JOB.u.GCM.aad, u.CHACHA20_POLY1305.aad. */
  static final int AAD = 104;

  /** IMB_JOB.u.GCM.aad_len_in_bytes, u.CHACHA20_POLY1305.aad_len_in_bytes. */
  static final int AAD_LENGTH = 112;

  /** IMB_JOB.u.HMAC._hashed_auth_key_xor_ipad. */
  static final int INNER_STATE = 104;

  /** IMB_JOB.u.HMAC._hashed_auth_key_xor_opad. */
  static final int OUTER_STATE = 112;

  /** IMB_JOB.status. */
  static final int STATUS = 128;

  /** IMB_JOB.cipher_mode. */
  static final int CIPHER_MODE = 132;

  /** IMB_JOB.cipher_direction. */
  static final int DIRECTION = 136;

  /** IMB_JOB.hash_alg. */
  static final int HASH = 140;

  /** IMB_JOB.chain_order. */
  static final int CHAIN_ORDER = 144;

  /** IMB_STATUS_COMPLETED. */
  static final int COMPLETED = 3;

  /** IMB_STATUS_COMPLETED_CIPHER. */
  static final int COMPLETED_CIPHER = 1;

  /** IMB_STATUS_COMPLETED_AUTH. */
  static final int COMPLETED_AUTH = 2;

  /** IMB_CIPHER_CBC. */
  static final int CBC = 1;

  /** IMB_CIPHER_GCM. */
  static final int GCM = 5;

  /** IMB_CIPHER_CHACHA20_POLY1305. */
  static final int CHACHA20 = 19;

  /** IMB_AUTH_AES_GMAC. */
  static final int GMAC = 9;

  /** IMB_AUTH_CHACHA20_POLY1305. */
  static final int POLY1305 = 29;

  /** IMB_AUTH_HMAC_SHA_1. */
  static final int HMAC_SHA1 = 1;

  /** IMB_AUTH_HMAC_SHA_256. */
  static final int HMAC_SHA256 = 3;

  /** IMB_AUTH_HMAC_SHA_384. */
  static final int HMAC_SHA384 = 4;

  /** IMB_AUTH_HMAC_SHA_512. */
  static final int HMAC_SHA512 = 5;

  /** IMB_DIR_ENCRYPT, and IMB_ORDER_CIPHER_HASH. */
  static final int ENCRYPT = 1;

  /** IMB_DIR_DECRYPT, and IMB_ORDER_HASH_CIPHER. */
  static final int DECRYPT = 2;

  /** IMB_ARCH_SSE, the first with the processor's AES instructions. */
  static final int ARCH_SSE = 2;

  /** IMB_ARCH_AVX512, the last. */
  static final int ARCH_AVX512 = 5;

  /** Octets of struct gcm_key_data. */
  static final int GCM_KEY = 1008;

  private Layout() {}
}
