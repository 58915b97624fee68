package org.computingpower.kit.rest;

/** Roles in the claim {@code roles}, for {@code @RolesAllowed}; a method without an annotation is denied. */
public final class Roles {
    /** Orders and pays. */
    public static final String USER = "user";
    /** Offers. */
    public static final String PROVIDER = "provider";
    /** Judges. */
    public static final String VALIDATOR = "validator";
    /** Runs the platform. */
    public static final String OPERATOR = "operator";

    private Roles() {}
}
