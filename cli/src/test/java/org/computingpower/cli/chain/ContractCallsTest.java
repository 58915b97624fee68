package org.computingpower.cli.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.cli.chain.ContractCalls.Permit;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;
import org.web3j.rlp.RlpDecoder;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

final class ContractCallsTest {
    private static final SigningKey KEY = SigningKey.of(Digests.keccak256OfText("key"));
    private static final Address CONTRACT = Address.parse("0x3333333333333333333333333333333333333333");
    private static final Bytes32 DOMAIN = Digests.keccak256OfText("domain");

    private static Order order() {
        return new Order(
                Digests.keccak256OfText("salt"),
                KEY.address(),
                CONTRACT,
                CONTRACT,
                CONTRACT,
                new NodeId(Digests.keccak256OfText("node")),
                Digests.keccak256OfText("offer"),
                CONTRACT,
                TokenAmount.of(1_000),
                150,
                500,
                2_000,
                Mode.EXCLUSIVE,
                10_000,
                Digests.keccak256OfText("policy"),
                DataProtection.SIMULATED,
                1_700_000_000,
                1_700_000_120);
    }

    private static Bytes32 word(String call, int index) {
        return Bytes32.parse("0x" + call.substring(10 + index * 64, 10 + (index + 1) * 64));
    }

    private static Bytes32 number(long value) {
        return Bytes32.of(BigIntegers.asUnsignedByteArray(32, BigInteger.valueOf(value)));
    }

    @Test
    void codesTheOrderInPlaceAndItsSignatureBehind() {
        Signature signature = KEY.sign(DOMAIN);
        Permit permit = new Permit(TokenAmount.of(1_000), 99, 27, signature.r(), signature.s());

        String call = ContractCalls.open(order(), signature, permit);

        assertThat(call)
                .startsWith(Digests.keccak256OfText(
                                "open((bytes32,address,address,address,address,bytes32,bytes32,address,uint256,uint64,uint16,uint16,uint8,uint16,bytes32,uint8,uint64,uint64),bytes,(uint256,uint256,uint8,bytes32,bytes32))")
                        .toString()
                        .substring(0, 10));
        // The 18 words are those that the order's hash is over.
        String coded = HexFormat.of().formatHex(order().encodedData());
        assertThat(call.substring(10, 10 + 18 * 64)).isEqualTo(coded.substring(64));
        assertThat(word(call, 18)).isEqualTo(number((18 + 1 + 5) * 32));
        assertThat(word(call, 19)).isEqualTo(number(1_000));
        assertThat(word(call, 20)).isEqualTo(number(99));
        assertThat(word(call, 21)).isEqualTo(number(27));
        assertThat(word(call, 24)).isEqualTo(number(65));
        assertThat(word(call, 25)).isEqualTo(signature.r());
        assertThat(call).hasSize(10 + (25 + 3) * 64);
    }

    @Test
    void codesStakeAndWithdrawal() {
        String stake = ContractCalls.stake(order().nodeId(), TokenAmount.of(7), Permit.NONE);
        String withdraw = ContractCalls.withdraw(List.of(order().orderId(), new OrderId(DOMAIN)), CONTRACT);

        assertThat(word(stake, 0)).isEqualTo(order().nodeId().value());
        assertThat(word(stake, 1)).isEqualTo(number(7));
        assertThat(word(stake, 3)).isEqualTo(Bytes32.ZERO);
        assertThat(word(withdraw, 0)).isEqualTo(number(64));
        assertThat(word(withdraw, 2)).isEqualTo(number(2));
        assertThat(word(withdraw, 4)).isEqualTo(DOMAIN);
    }

    @Test
    void signsPermitsThatTheTokenRecoversToTheOwner() {
        Permit permit = ContractCalls.permit(KEY, DOMAIN, CONTRACT, TokenAmount.of(5), BigInteger.TWO, 77);

        byte[] struct = Digests.keccak256(
                        Digests.keccak256OfText(
                                        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)")
                                .toArray(),
                        padded(KEY.address()),
                        padded(CONTRACT),
                        number(5).toArray(),
                        number(2).toArray(),
                        number(77).toArray())
                .toArray();
        Bytes32 digest = Digests.keccak256(new byte[] {0x19, 0x01}, DOMAIN.toArray(), struct);
        assertThat(Secp256k1.recoverAddress(digest, new Signature(permit.r(), permit.s(), permit.v())))
                .contains(KEY.address());
    }

    @Test
    void signsTransactionsOfTypeTwoThatRecoverToTheSender() {
        List<BigInteger> head = List.of(
                BigInteger.valueOf(31337),
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.valueOf(1_000),
                BigInteger.valueOf(21_000));

        byte[] raw = Transactions.signed(KEY, head, CONTRACT, "0x01020304");

        assertThat(raw[0]).isEqualTo((byte) 2);
        RlpList fields = (RlpList) RlpDecoder.decode(Arrays.copyOfRange(raw, 1, raw.length))
                .getValues()
                .getFirst();
        List<RlpType> values = fields.getValues();
        assertThat(values).hasSize(12);
        assertThat(((RlpString) values.get(5)).getBytes()).isEqualTo(CONTRACT.toArray());
        byte[] unsigned = RlpEncoder.encode(new RlpList(values.subList(0, 9)));
        Signature signature = new Signature(
                word((RlpString) values.get(10)),
                word((RlpString) values.get(11)),
                27 + ((RlpString) values.get(9)).asPositiveBigInteger().intValue());
        assertThat(Secp256k1.recoverAddress(Digests.keccak256(new byte[] {2}, unsigned), signature))
                .contains(KEY.address());
    }

    @Test
    void tellsWhyAContractReverted() {
        String tooLate = Digests.keccak256OfText("TooLate(uint64)").toString().substring(0, 10)
                + number(1_700_000_000).toString().substring(2);
        String plain = "0x08c379a0" + number(32).toString().substring(2)
                + number(2).toString().substring(2) + "6e6f" + "0".repeat(60);

        assertThat(RevertReason.of(tooLate).text()).isEqualTo("TooLate(openBefore 2023-11-14T22:13:20Z)");
        assertThat(RevertReason.of(tooLate).next()).contains("ask for a new quote");
        assertThat(RevertReason.of(plain).text()).isEqualTo("no");
        assertThat(RevertReason.of("0x12345678").text()).contains("0x12345678");
        assertThat(RevertReason.of("").text()).contains("without a reason");
    }

    private static Bytes32 word(RlpString value) {
        return Bytes32.of(BigIntegers.asUnsignedByteArray(32, value.asPositiveBigInteger()));
    }

    private static byte[] padded(Address address) {
        byte[] word = new byte[32];
        System.arraycopy(address.toArray(), 0, word, 12, 20);
        return word;
    }
}
