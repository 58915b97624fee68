package org.computingpower.terms.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Vectors;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.Test;

class AttestationBindingTest {

    private static final SigningKey NODE = SigningKey.of(Digests.keccak256OfText("node"));
    private static final Address REGISTRY = Address.parse("0x" + "01".repeat(20));
    private static final Address STAKE = Address.parse("0x" + "02".repeat(20));
    private static final Address PAYEE = Address.parse("0x" + "03".repeat(20));
    private static final Bytes32 HPKE = word("04");
    private static final Bytes32 TLS = word("05");
    private static final Bytes32 BLOCK = word("06");
    private static final Bytes32 NONCE = AttestationBinding.nonce(31337, 258, BLOCK, NODE.nodeId());

    private final AttestationBinding binding =
            new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), STAKE, PAYEE, HPKE, TLS, 258, NONCE);

    private static Bytes32 word(String octet) {
        return Bytes32.parse("0x" + octet.repeat(32));
    }

    @Test
    void laysTheBytesOutAsSpecified() throws Exception {
        ByteArrayOutputStream nonce = new ByteArrayOutputStream();
        DataOutputStream nonceData = new DataOutputStream(nonce);
        nonceData.write(Arrays.copyOf("CPP/nonce/v1".getBytes(StandardCharsets.US_ASCII), 16));
        nonceData.writeLong(31337);
        nonceData.writeLong(258);
        nonceData.write(BLOCK.toArray());
        nonceData.write(NODE.nodeId().value().toArray());
        assertThat(nonce.size()).isEqualTo(96);
        byte[] expectedNonce = MessageDigest.getInstance("SHA-256").digest(nonce.toByteArray());
        assertThat(NONCE.toArray()).isEqualTo(expectedNonce);

        ByteArrayOutputStream report = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(report);
        data.write(Arrays.copyOf("CPP/attest/v1".getBytes(StandardCharsets.US_ASCII), 16));
        data.writeLong(31337);
        data.write(REGISTRY.toArray());
        data.write(NODE.verifyingKey().toArray());
        data.write(STAKE.toArray());
        data.write(PAYEE.toArray());
        data.writeShort(0x0020);
        data.write(HPKE.toArray());
        data.write(TLS.toArray());
        data.writeLong(258);
        data.write(expectedNonce);
        assertThat(report.size()).isEqualTo(254);
        byte[] expected = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(report.toByteArray()), 64);
        assertThat(binding.reportData()).isEqualTo(expected);
        assertThat(binding.isBoundBy(expected)).isTrue();
    }

    @Test
    void changesWithEveryPart() {
        Address other = Address.parse("0x" + "09".repeat(20));
        SigningKey otherNode = SigningKey.of(Digests.keccak256OfText("other"));
        List<AttestationBinding> others = List.of(
                new AttestationBinding(1, REGISTRY, NODE.verifyingKey(), STAKE, PAYEE, HPKE, TLS, 258, NONCE),
                new AttestationBinding(31337, other, NODE.verifyingKey(), STAKE, PAYEE, HPKE, TLS, 258, NONCE),
                new AttestationBinding(31337, REGISTRY, otherNode.verifyingKey(), STAKE, PAYEE, HPKE, TLS, 258, NONCE),
                new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), other, PAYEE, HPKE, TLS, 258, NONCE),
                new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), STAKE, other, HPKE, TLS, 258, NONCE),
                new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), STAKE, PAYEE, TLS, TLS, 258, NONCE),
                new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), STAKE, PAYEE, HPKE, HPKE, 258, NONCE),
                new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), STAKE, PAYEE, HPKE, TLS, 259, NONCE),
                new AttestationBinding(31337, REGISTRY, NODE.verifyingKey(), STAKE, PAYEE, HPKE, TLS, 258, BLOCK));
        assertThat(others).noneMatch(changed -> changed.isBoundBy(binding.reportData()));
    }

    @Test
    void refusesAReportWithAnotherLengthOrAFilledSecondHalf() {
        byte[] filled = binding.reportData();
        filled[63] = 1;
        assertThat(binding.isBoundBy(filled)).isFalse();
        assertThat(binding.isBoundBy(Arrays.copyOf(binding.reportData(), 32))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> AttestationBinding.nonce(0, 1, BLOCK, NODE.nodeId()));
        assertThatIllegalArgumentException().isThrownBy(() -> AttestationBinding.nonce(1, -1, BLOCK, NODE.nodeId()));
    }

    @Test
    void equalsTheGoldenVector() {
        ObjectNode vector = Vectors.JSON.createObjectNode();
        vector.set("binding", Vectors.JSON.valueToTree(binding));
        vector.put("blockHash", BLOCK.toString());
        vector.put("nodeId", NODE.nodeId().toString());
        vector.put("nodeAddress", NODE.address().toString());
        vector.put("reportData", "0x" + HexFormat.of().formatHex(binding.reportData()));
        Vectors.assertGolden("binding.json", vector);
    }
}
