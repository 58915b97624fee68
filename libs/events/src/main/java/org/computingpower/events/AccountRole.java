package org.computingpower.events;

/** What an account may act as. One subject may hold one account per role. */
public enum AccountRole {
    USER,
    PROVIDER,
    VALIDATOR,
    OPERATOR
}
