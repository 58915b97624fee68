package org.computingpower.sgx.dcap.sim;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.SgxType;

/** Writes extension 1.2.840.113741.1.13.1 as Intel does: five values, seven under the platform CA. */
final class SgxExtensionEncoder {
    private static final ASN1ObjectIdentifier ROOT = new ASN1ObjectIdentifier("1.2.840.113741.1.13.1");

    private SgxExtensionEncoder() {}

    static ASN1Encodable encode(PlatformSpec spec, Bytes ppid) {
        List<ASN1Encodable> values = new ArrayList<>();
        values.add(pair(ROOT.branch("1"), octets(ppid)));
        values.add(pair(ROOT.branch("2"), tcb(spec)));
        values.add(pair(ROOT.branch("3"), octets(spec.pceId())));
        values.add(pair(ROOT.branch("4"), octets(spec.fmspc())));
        values.add(pair(ROOT.branch("5"), new ASN1Enumerated(code(spec.sgxType()))));
        if (spec.ca() == PckCa.PLATFORM) {
            values.add(pair(ROOT.branch("6"), octets(ppid)));
            values.add(pair(ROOT.branch("7"), configuration()));
        }
        return sequence(values);
    }

    private static int code(SgxType type) {
        return switch (type) {
            case STANDARD -> 0;
            case SCALABLE -> 1;
            case SCALABLE_WITH_INTEGRITY -> 2;
        };
    }

    private static ASN1Encodable tcb(PlatformSpec spec) {
        ASN1ObjectIdentifier tcb = ROOT.branch("2");
        List<ASN1Encodable> values = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            values.add(pair(
                    tcb.branch(Integer.toString(i + 1)),
                    new ASN1Integer(spec.sgxTcbComponents().unsignedAt(i))));
        }
        values.add(pair(tcb.branch("17"), new ASN1Integer(spec.pceSvn())));
        values.add(pair(tcb.branch("18"), octets(spec.sgxTcbComponents())));
        return sequence(values);
    }

    private static ASN1Encodable configuration() {
        ASN1ObjectIdentifier configuration = ROOT.branch("7");
        return sequence(List.of(
                pair(configuration.branch("1"), ASN1Boolean.TRUE),
                pair(configuration.branch("2"), ASN1Boolean.TRUE),
                pair(configuration.branch("3"), ASN1Boolean.TRUE)));
    }

    private static ASN1Encodable pair(ASN1ObjectIdentifier name, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {name, value});
    }

    private static ASN1Encodable octets(Bytes bytes) {
        return new DEROctetString(bytes.toByteArray());
    }

    private static ASN1Encodable sequence(List<ASN1Encodable> values) {
        return new DERSequence(values.toArray(ASN1Encodable[]::new));
    }
}
