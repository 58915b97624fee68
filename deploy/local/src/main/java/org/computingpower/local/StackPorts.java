package org.computingpower.local;

/**
 * Where each part of a stack listens on 127.0.0.1.
 *
 * @param base port of the edge; everything else follows within 100 ports
 */
public record StackPorts(int base) {
    int edge() {
        return base;
    }

    int registry() {
        return base + 1;
    }

    int order() {
        return base + 2;
    }

    int settlement() {
        return base + 5;
    }

    int relayer() {
        return base + 6;
    }

    int postgres() {
        return base + 10;
    }

    int kafka() {
        return base + 11;
    }

    int issuer() {
        return base + 12;
    }

    int chain() {
        return base + 13;
    }

    int collateral() {
        return base + 14;
    }

    int attestation(int validator) {
        return base + 20 + 2 * validator;
    }

    int challenge(int validator) {
        return base + 21 + 2 * validator;
    }

    /** The own endpoint of a validator; the first one shares the platform's edge. */
    int validatorEdge(int validator) {
        return validator == 0 ? edge() : base + 50 + validator;
    }

    /** The public origin of the provider gateway with that index, 0 to 29. */
    public int gateway(int index) {
        return base + 60 + index;
    }

    /** A URL on loopback. */
    public static String http(int port) {
        return "http://127.0.0.1:" + port;
    }
}
