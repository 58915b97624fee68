package org.computingpower.gateway.domain.access;

/** Why an access grant opens no session. */
public enum GrantRefusal {
    /** No such order runs here, or the signer is not its user. Strangers learn nothing else. */
    NOT_YOURS,
    /** The grant names another gateway or node. */
    WRONG_GATEWAY,
    /** The grant's time is over. */
    EXPIRED,
    /** The grant was used before. */
    REPLAYED,
    /** The order has as many sessions as it may have. */
    TOO_MANY_SESSIONS
}
