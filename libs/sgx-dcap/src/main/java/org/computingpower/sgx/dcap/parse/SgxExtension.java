package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/**
 * Extension 1.2.840.113741.1.13.1: a sequence of pairs of object identifier and value, five in certificates of the
 * processor CA, seven in those of the platform CA ({@code AttestationParsers/src/X509/PckCertificate.cpp}).
 */
final class SgxExtension {
    private static final ASN1ObjectIdentifier PPID = X509Certificate.SGX_EXTENSION.branch("1");
    private static final ASN1ObjectIdentifier TCB = X509Certificate.SGX_EXTENSION.branch("2");
    private static final ASN1ObjectIdentifier PCE_ID = X509Certificate.SGX_EXTENSION.branch("3");
    private static final ASN1ObjectIdentifier FMSPC = X509Certificate.SGX_EXTENSION.branch("4");
    private static final ASN1ObjectIdentifier SGX_TYPE = X509Certificate.SGX_EXTENSION.branch("5");
    private static final ASN1ObjectIdentifier PLATFORM_INSTANCE_ID = X509Certificate.SGX_EXTENSION.branch("6");
    private static final int COMPONENTS = 16;

    /** The SVNs of the components, made once: to build an object identifier costs more than to read one. */
    private static final List<ASN1ObjectIdentifier> COMPONENT_SVNS = IntStream.rangeClosed(1, COMPONENTS)
            .mapToObj(number -> TCB.branch(Integer.toString(number)))
            .toList();

    private static final ASN1ObjectIdentifier PCE_SVN = TCB.branch("17");
    private static final ASN1ObjectIdentifier CPU_SVN = TCB.branch("18");
    /** Intel's library refuses more, too ({@code X509/Tcb.cpp}). */
    private static final int TCB_VALUES = COMPONENTS + 2;

    private SgxExtension() {}

    static PckCertificate read(X509Certificate certificate) throws CertificateFormatException {
        Bytes content = certificate
                .sgxExtension()
                .orElseThrow(() -> new CertificateFormatException(Kind.EXTENSIONS, "no SGX extension"));
        try {
            return read(certificate, content);
        } catch (IOException | RuntimeException e) {
            throw new CertificateFormatException("malformed SGX extension: " + e.getMessage(), e);
        }
    }

    private static PckCertificate read(X509Certificate certificate, Bytes content)
            throws IOException, CertificateFormatException {
        ASN1Sequence sequence = Der.sequence(content.toByteArray());
        if (sequence.size() != 5 && sequence.size() != 7) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "SGX extension of " + sequence.size() + " values");
        }
        Map<ASN1ObjectIdentifier, ASN1Encodable> values = pairs(sequence);
        ASN1Sequence svns = ASN1Sequence.getInstance(required(values, TCB));
        if (svns.size() != TCB_VALUES) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "TCB of " + svns.size() + " values");
        }
        Map<ASN1ObjectIdentifier, ASN1Encodable> tcb = pairs(svns);
        byte[] components = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            components[i] = (byte) integer(tcb, COMPONENT_SVNS.get(i), 0xff);
        }
        return new PckCertificate(
                certificate,
                octets(values, PPID, 16),
                octets(values, FMSPC, 6),
                octets(values, PCE_ID, 2),
                sgxType(values),
                Bytes.copyOf(components),
                integer(tcb, PCE_SVN, 0xffff),
                octets(tcb, CPU_SVN, 16),
                values.containsKey(PLATFORM_INSTANCE_ID)
                        ? Optional.of(octets(values, PLATFORM_INSTANCE_ID, 16))
                        : Optional.empty());
    }

    private static Map<ASN1ObjectIdentifier, ASN1Encodable> pairs(ASN1Sequence sequence)
            throws CertificateFormatException {
        Map<ASN1ObjectIdentifier, ASN1Encodable> values = HashMap.newHashMap(sequence.size());
        for (ASN1Encodable element : sequence) {
            ASN1Sequence pair = ASN1Sequence.getInstance(element);
            ASN1ObjectIdentifier name = ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0));
            if (pair.size() != 2 || values.put(name, pair.getObjectAt(1)) != null) {
                throw new CertificateFormatException(Kind.EXTENSIONS, "value without name or repeated: " + name);
            }
        }
        return values;
    }

    private static ASN1Encodable required(Map<ASN1ObjectIdentifier, ASN1Encodable> values, ASN1ObjectIdentifier name)
            throws CertificateFormatException {
        ASN1Encodable value = values.get(name);
        if (value == null) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "value " + name + " is missing");
        }
        return value;
    }

    private static Bytes octets(Map<ASN1ObjectIdentifier, ASN1Encodable> values, ASN1ObjectIdentifier name, int length)
            throws CertificateFormatException {
        Bytes octets =
                Bytes.copyOf(ASN1OctetString.getInstance(required(values, name)).getOctets());
        if (octets.length() != length) {
            throw new CertificateFormatException(Kind.FORMAT, "value " + name + " needs " + length + " bytes");
        }
        return octets;
    }

    private static int integer(Map<ASN1ObjectIdentifier, ASN1Encodable> values, ASN1ObjectIdentifier name, int maximum)
            throws CertificateFormatException {
        BigInteger value = ASN1Integer.getInstance(required(values, name)).getValue();
        if (value.signum() < 0 || value.bitLength() > 31 || value.intValueExact() > maximum) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "value " + name + " is out of range");
        }
        return value.intValueExact();
    }

    private static SgxType sgxType(Map<ASN1ObjectIdentifier, ASN1Encodable> values) throws CertificateFormatException {
        int value = ASN1Enumerated.getInstance(required(values, SGX_TYPE)).intValueExact();
        SgxType[] types = SgxType.values();
        if (value < 0 || value >= types.length) {
            throw new CertificateFormatException(Kind.EXTENSIONS, "unknown SGX type " + value);
        }
        return types[value];
    }
}
