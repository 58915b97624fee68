package org.computingpower.relayer.adapter.abi;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.relayer.application.ContractErrors;
import org.computingpower.relayer.domain.ContractFailure;
import org.computingpower.relayer.domain.Intent;

/** Custom errors that the two calls can end with, and what each means for the intent. */
public final class MarketErrors implements ContractErrors {

    private static final int SELECTOR = 4;
    private static final int WORD = 32;

    private enum Meaning {
        NOT_YET,
        SUPERSEDED,
        INVALID,
        /** WrongSeq(given, expected): a higher number waits for the one before it, a lower one was recorded. */
        BY_ORDER
    }

    private record Known(String signature, Meaning meaning) {
        String selector() {
            return MarketCalls.selector(signature);
        }
    }

    private static final Map<String, Known> KNOWN = Stream.of(
                    new Known("WrongSeq(uint64,uint64)", Meaning.BY_ORDER),
                    new Known("OlderBlock(uint64,uint64)", Meaning.SUPERSEDED),
                    new Known("MarketFileNotSet()", Meaning.NOT_YET),
                    new Known("TimesOutOfRange(uint64,uint64)", Meaning.NOT_YET),
                    new Known("ReentrancyGuardReentrantCall()", Meaning.NOT_YET),
                    new Known("WrongNodeId(bytes32,bytes32)", Meaning.INVALID),
                    new Known("NodeKeyNotOnCurve()", Meaning.INVALID),
                    new Known("WrongTrustRoot(bytes32)", Meaning.INVALID),
                    new Known("UnknownCode(uint8,uint8)", Meaning.INVALID),
                    new Known("ProviderChanged(address,address)", Meaning.INVALID),
                    new Known("ZeroParty()", Meaning.INVALID),
                    new Known("BatchSizeOutOfRange(uint256)", Meaning.INVALID),
                    new Known("MalformedItems()", Meaning.INVALID),
                    new Known("SetNotInForce(uint64)", Meaning.INVALID),
                    new Known("NotEnoughSignatures(uint256,uint256)", Meaning.INVALID),
                    new Known("SignersNotAscending(uint256)", Meaning.INVALID),
                    new Known("NotAMember(address)", Meaning.INVALID),
                    new Known("ECDSAInvalidSignature()", Meaning.INVALID),
                    new Known("ECDSAInvalidSignatureLength(uint256)", Meaning.INVALID),
                    new Known("ECDSAInvalidSignatureS(bytes32)", Meaning.INVALID))
            .collect(Collectors.toUnmodifiableMap(Known::selector, Function.identity()));

    @Override
    public ContractFailure decode(Intent.Kind kind, byte[] revertData) {
        if (revertData.length < SELECTOR) {
            return new ContractFailure.NotYet("reverted without a reason");
        }
        String selector = "0x" + HexFormat.of().formatHex(revertData, 0, SELECTOR);
        Known known = KNOWN.get(selector);
        if (known == null) {
            return new ContractFailure.NotYet("unknown error " + selector);
        }
        String reason = known.signature() + " 0x" + HexFormat.of().formatHex(revertData, SELECTOR, revertData.length);
        return switch (known.meaning()) {
            case NOT_YET -> new ContractFailure.NotYet(reason);
            case SUPERSEDED -> new ContractFailure.Superseded(reason);
            case INVALID -> new ContractFailure.Invalid(reason);
            case BY_ORDER ->
                argument(revertData, 0).compareTo(argument(revertData, 1)) > 0
                        ? new ContractFailure.NotYet(reason)
                        : new ContractFailure.Superseded(reason);
        };
    }

    private static BigInteger argument(byte[] revertData, int index) {
        int from = SELECTOR + index * WORD;
        return new BigInteger(1, Arrays.copyOfRange(revertData, from, from + WORD));
    }
}
