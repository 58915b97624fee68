package org.computingpower.sgx.dcap.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.Vectors.Vector;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changing any single byte that a signature covers, or a signature itself, must be noticed. */
class TamperingTest {
    static List<Vector> vectors() {
        return List.of(Vectors.SGX_V3, Vectors.TDX_V4, Vectors.TDX_V5);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void refusesEveryChangedByteUpToTheCertificates(Vector vector) {
        VerifiedCollateral collateral = vector.collateral();
        QuoteVerifier verifier = QuoteVerifier.remembering(2);
        byte[] quote = vector.quoteBytes();
        int certificates =
                quote.length - vector.quote().certificationData().payload().length();
        List<Integer> accepted = new ArrayList<>();

        for (int i = 0; i < certificates; i++) {
            byte[] changed = quote.clone();
            changed[i] ^= (byte) (1 << i % 8);
            if (isVerified(verifier, changed, collateral, vector)) {
                accepted.add(i);
            }
        }

        // Bytes 8 to 11 are QE and PCE SVN or reserved: unused, but signed, so they are not among the exceptions.
        assertThat(accepted).isEmpty();
    }

    private static boolean isVerified(
            QuoteVerifier verifier, byte[] quote, VerifiedCollateral collateral, Vector vector) {
        try {
            return verifier.verify(Quote.parse(quote), collateral, vector.now()) instanceof VerificationResult.Verified;
        } catch (QuoteFormatException e) {
            return false;
        }
    }

    @Test
    void refusesChangedBytesAllOverSignedTcbInfoAndIdentity() {
        CollateralBytes original = Vectors.SGX_V3.collateralBytes();
        List<String> accepted = new ArrayList<>();

        for (int i = 0; i < original.tcbInfo().length(); i += 29) {
            CollateralBytes changed = withTcbInfo(original, flip(original.tcbInfo(), i));
            addIfVerified("tcbInfo " + i, changed, accepted);
        }
        for (int i = 0; i < original.qeIdentity().length(); i += 13) {
            CollateralBytes changed = withQeIdentity(original, flip(original.qeIdentity(), i));
            addIfVerified("qeIdentity " + i, changed, accepted);
        }

        assertThat(accepted).isEmpty();
    }

    private static void addIfVerified(String what, CollateralBytes changed, List<String> accepted) {
        CollateralResult result =
                CollateralVerifier.verify(changed, TrustRoot.intel(), CollateralRules.standard(), Vectors.SGX_V3.now());
        if (result instanceof CollateralResult.Verified) {
            accepted.add(what);
        }
    }

    private static Bytes flip(Bytes bytes, int index) {
        byte[] changed = bytes.toByteArray();
        changed[index] ^= 0x01;
        return Bytes.copyOf(changed);
    }

    private static CollateralBytes withTcbInfo(CollateralBytes c, Bytes tcbInfo) {
        return new CollateralBytes(
                tcbInfo,
                c.tcbInfoIssuerChain(),
                c.qeIdentity(),
                c.qeIdentityIssuerChain(),
                c.pckCrl(),
                c.pckCrlIssuerChain(),
                c.rootCaCrl());
    }

    private static CollateralBytes withQeIdentity(CollateralBytes c, Bytes identity) {
        return new CollateralBytes(
                c.tcbInfo(),
                c.tcbInfoIssuerChain(),
                identity,
                c.qeIdentityIssuerChain(),
                c.pckCrl(),
                c.pckCrlIssuerChain(),
                c.rootCaCrl());
    }
}
