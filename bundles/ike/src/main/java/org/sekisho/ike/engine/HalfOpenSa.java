package org.sekisho.ike.engine;

/**
 * An IKE SA we answered IKE_SA_INIT for, waiting for IKE_AUTH.
 *
 * @param sa the SA
 * @param since when the initiator's message came
 * @param request the initiator's message as it came
 * @param response ours
 * @param ni its nonce
 * @param nr ours
 * @param timeout ends the wait
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
record HalfOpenSa(
    IkeSa sa,
    long since,
    byte[] request,
    byte[] response,
    byte[] ni,
    byte[] nr,
    DeadlineQueue.Deadline timeout) {}
