package org.computingpower.sgx.dcap.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERBitString;
import org.computingpower.sgx.dcap.WycheproofCase;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;
import org.junit.jupiter.api.Test;

/** Signatures as certificates and revocation lists carry them. */
class EcdsaSignatureTest {
    @Test
    void decidesWycheproofsCasesAsThatProjectDoes() {
        List<WycheproofCase> cases = WycheproofCase.read("der.txt");
        List<WycheproofCase> wrong = new ArrayList<>();
        for (WycheproofCase wycheproof : cases) {
            if (isVerified(wycheproof) != wycheproof.isValid()) {
                wrong.add(wycheproof);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(cases).hasSize(484);
    }

    private static boolean isVerified(WycheproofCase wycheproof) {
        P256PublicKey key = P256PublicKey.ofRaw(wycheproof.key()).orElseThrow();
        byte[] encoded = wycheproof.signature().toByteArray();
        try {
            return Der.guarded("signature", () -> Der.signature(new DERBitString(encoded)))
                    .isBy(key, wycheproof.message());
        } catch (CertificateFormatException malformed) {
            return false;
        }
    }
}
