package org.computingpower.sgx.dcap.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken certificate chains get the code of Intel's library: recorded beside it, one defect at a time. */
class ChainCodesTest {
    private static final Vectors.Vector VECTOR = Vectors.TDX_V4;
    private static final CollateralBytes COLLATERAL = VECTOR.collateralBytes();
    private static final String SUBJECT_KEY_IDENTIFIER = "0603551d0e";
    private static final String UNKNOWN_EXTENSION = "0603551d7e";
    private static final ASN1ObjectIdentifier SGX_EXTENSION = new ASN1ObjectIdentifier("1.2.840.113741.1.13.1");
    private static final String PPID = "2a864886f84d010d0101";
    private static final String FMSPC_OF_SIX_BYTES = "2a864886f84d010d01040406";

    /** In the PCK chain and the TCB signing chain of this quote the root comes last. */
    @ParameterizedTest
    @CsvSource({
        "0, SGX_ROOT_CA_INVALID_EXTENSIONS",
        "1, SGX_INTERMEDIATE_CA_INVALID_EXTENSIONS",
        "2, SGX_PCK_INVALID_EXTENSIONS"
    })
    void namesThePlaceOfACertificateWithoutExtensionInAPckChain(int position, VerificationStatus status) {
        assertThat(statusOfPckChain(changed(pckChain(), position, SUBJECT_KEY_IDENTIFIER, UNKNOWN_EXTENSION)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, SGX_ROOT_CA_INVALID_EXTENSIONS", "1, SGX_TCB_SIGNING_CERT_INVALID_EXTENSIONS"})
    void namesThePlaceOfACertificateWithoutExtensionInASigningChain(int position, VerificationStatus status) {
        assertThat(statusOfSigningChain(changed(signingChain(), position, SUBJECT_KEY_IDENTIFIER, UNKNOWN_EXTENSION)))
                .isEqualTo(status);
    }

    @Test
    void refusesARootThatDidNotSignItself() {
        assertThat(statusOfPckChain(withOtherEnd(pckChain(), 2)))
                .isEqualTo(VerificationStatus.SGX_ROOT_CA_INVALID_ISSUER);
        assertThat(statusOfSigningChain(withOtherEnd(signingChain(), 1)))
                .isEqualTo(VerificationStatus.SGX_ROOT_CA_INVALID_ISSUER);
    }

    @Test
    void refusesWhatTheRootDidNotSign() {
        assertThat(statusOfPckChain(withOtherEnd(pckChain(), 1)))
                .isEqualTo(VerificationStatus.SGX_INTERMEDIATE_CA_INVALID_ISSUER);
        assertThat(statusOfSigningChain(withOtherEnd(signingChain(), 0)))
                .isEqualTo(VerificationStatus.SGX_TCB_SIGNING_CERT_INVALID_ISSUER);
    }

    /** Before its signature: a PCK certificate without PPID is none, whoever signed it. */
    @Test
    void refusesASgxExtensionBeforeTheSignatureOverIt() {
        assertThat(statusOfPckChain(changed(pckChain(), 0, PPID, "2a864886f84d010d010b")))
                .isEqualTo(VerificationStatus.SGX_PCK_INVALID_EXTENSIONS);
        assertThat(statusOfPckChain(changed(pckChain(), 0, FMSPC_OF_SIX_BYTES, "2a864886f84d010d01040c06")))
                .isEqualTo(VerificationStatus.UNSUPPORTED_CERT_FORMAT);
    }

    /** The 18 SVNs are there, and something beside them that another reader might take for one. */
    @Test
    void refusesATcbOfMoreValuesThanIntelKnows() {
        List<Bytes> chain = pckChain();
        Bytes leaf = chain.getFirst();

        assertThat(withTcbValues(leaf, 0)).isEqualTo(leaf);
        assertThat(statusOfPckChain(with(chain, 0, withTcbValues(leaf, 1).toByteArray())))
                .isEqualTo(VerificationStatus.SGX_PCK_INVALID_EXTENSIONS);
    }

    /** The certificate with {@code more} further pairs at the end of its TCB, not signed again. */
    private static Bytes withTcbValues(Bytes certificate, int more) {
        try {
            ASN1Sequence whole = ASN1Sequence.getInstance(certificate.toByteArray());
            ASN1Sequence tbs = ASN1Sequence.getInstance(whole.getObjectAt(0));
            ASN1EncodableVector extensions = new ASN1EncodableVector();
            Extensions old = TBSCertificate.getInstance(tbs).getExtensions();
            for (ASN1ObjectIdentifier name : old.getExtensionOIDs()) {
                Extension extension = old.getExtension(name);
                extensions.add(
                        name.equals(SGX_EXTENSION)
                                ? new Extension(name, extension.isCritical(), withTcbValues(extension, more))
                                : extension);
            }
            return Bytes.copyOf(replaced(
                            whole,
                            0,
                            replaced(tbs, tbs.size() - 1, new DERTaggedObject(true, 3, new DERSequence(extensions))))
                    .getEncoded());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] withTcbValues(Extension extension, int more) throws IOException {
        ASN1Sequence values = ASN1Sequence.getInstance(extension.getParsedValue());
        ASN1Sequence pair = ASN1Sequence.getInstance(values.getObjectAt(1));
        ASN1EncodableVector tcb = new ASN1EncodableVector();
        ASN1Sequence.getInstance(pair.getObjectAt(1)).forEach(tcb::add);
        for (int i = 0; i < more; i++) {
            ASN1ObjectIdentifier name = SGX_EXTENSION.branch("2").branch(Integer.toString(19 + i));
            tcb.add(new DERSequence(new ASN1Encodable[] {name, new ASN1Integer(1)}));
        }
        return replaced(values, 1, replaced(pair, 1, new DERSequence(tcb))).getEncoded();
    }

    private static ASN1Sequence replaced(ASN1Sequence sequence, int position, ASN1Encodable element) {
        ASN1Encodable[] elements = sequence.toArray();
        elements[position] = element;
        return new DERSequence(elements);
    }

    private static List<Bytes> pckChain() {
        return split(VECTOR.quote().certificationData().payload());
    }

    /** The root last, as in a PCK chain; services give it either way. */
    private static List<Bytes> signingChain() {
        List<Bytes> chain = new ArrayList<>(split(COLLATERAL.tcbInfoIssuerChain()));
        if (chain.getFirst().equals(TrustRoot.intel().certificate().der())) {
            Collections.reverse(chain);
        }
        return chain;
    }

    private static List<Bytes> split(Bytes pem) {
        try {
            return PemChain.split(pem);
        } catch (CertificateFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Bytes> changed(List<Bytes> chain, int position, String part, String replacement) {
        String der = chain.get(position).hex();
        assertThat(der).containsOnlyOnce(part);
        return with(chain, position, HexFormat.of().parseHex(der.replace(part, replacement)));
    }

    /** Another last byte, which is that of the signature. */
    private static List<Bytes> withOtherEnd(List<Bytes> chain, int position) {
        byte[] der = chain.get(position).toByteArray();
        der[der.length - 1] ^= 1;
        return with(chain, position, der);
    }

    private static List<Bytes> with(List<Bytes> chain, int position, byte[] der) {
        List<Bytes> changed = new ArrayList<>(chain);
        changed.set(position, Bytes.copyOf(der));
        return changed;
    }

    private static VerificationStatus statusOfPckChain(List<Bytes> chain) {
        VerificationResult result =
                QuoteVerifier.create().verify(VECTOR.quote(), pem(chain), VECTOR.collateral(), VECTOR.now());
        assertThat(result).isInstanceOf(VerificationResult.Rejected.class);
        return ((VerificationResult.Rejected) result).status();
    }

    private static VerificationStatus statusOfSigningChain(List<Bytes> chain) {
        CollateralBytes changed = new CollateralBytes(
                COLLATERAL.tcbInfo(),
                pem(chain),
                COLLATERAL.qeIdentity(),
                COLLATERAL.qeIdentityIssuerChain(),
                COLLATERAL.pckCrl(),
                COLLATERAL.pckCrlIssuerChain(),
                COLLATERAL.rootCaCrl());
        CollateralResult result =
                CollateralVerifier.verify(changed, TrustRoot.intel(), CollateralRules.standard(), VECTOR.now());
        assertThat(result).isInstanceOf(CollateralResult.Rejected.class);
        return ((CollateralResult.Rejected) result).status();
    }

    private static Bytes pem(List<Bytes> chain) {
        StringBuilder pem = new StringBuilder();
        for (Bytes der : chain) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(der.toByteArray()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Bytes.copyOf(pem.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
