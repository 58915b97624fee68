package org.computingpower.challenge;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/** A market with short epochs and keys that everybody knows. */
public final class TestMarket {

    /** Length of an epoch in seconds. */
    public static final int EPOCH_SECONDS = 10;

    private static final int PATIENT_EPOCH_SECONDS = 22;

    private TestMarket() {}

    /** A key by its number. */
    public static SigningKey key(String name) {
        return SigningKey.of(Digests.sha256(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** The keys of so many validators. */
    public static List<SigningKey> validators(int count) {
        return IntStream.range(0, count).mapToObj(n -> key("validator " + n)).toList();
    }

    /** A market of so many validators. */
    public static MarketFile file(long genesis, int validators, int threshold) {
        return file(genesis, Collections.nCopies(validators, URI.create("http://127.0.0.1:1")), threshold);
    }

    /** A market with one validator at each endpoint. */
    public static MarketFile file(long genesis, List<URI> endpoints, int threshold) {
        return file(genesis, endpoints, threshold, EPOCH_SECONDS, new Times(5_000, 6_500, 7_500, 500, 1_000));
    }

    /**
     * The same with three seconds of room for the primary part and eight for commits, for tests that act within them. Of 512 shares 384 pass: five
     * standard deviations from the rated power, eight from half of it.
     */
    public static MarketFile patient(long genesis, List<URI> endpoints, int threshold) {
        Times times = new Times(8_000, 9_500, 10_500, 3_000, 3_500);
        return sharp(file(genesis, endpoints, threshold, PATIENT_EPOCH_SECONDS, times), 384);
    }

    /** A market whose rounds begin between 1 and 10 s after the start of epochs of 40 s: three rounds of drand, eight in the reserve part. */
    public static MarketFile drand(long genesis, int validators, int threshold) {
        List<URI> endpoints = Collections.nCopies(validators, URI.create("http://127.0.0.1:1"));
        return file(genesis, endpoints, threshold, 40, new Times(5_000, 6_500, 7_500, 1_000, 10_001));
    }

    /** A market of one validator whose threshold lies at 90 % of 512 shares, ten standard deviations from half the power. */
    public static MarketFile sharp(long genesis) {
        return sharp(file(genesis, 1, 1), 460);
    }

    /** The same market with 512 expected shares, of which so many pass. */
    private static MarketFile sharp(MarketFile file, int threshold) {
        MarketFile.Proof proof = file.proof();
        return new MarketFile(
                file.name(),
                file.profile(),
                file.chainId(),
                file.rpcUrls(),
                file.contracts(),
                file.tokenSymbol(),
                file.tokenDecimals(),
                file.deployBlock(),
                file.genesis(),
                file.epochSeconds(),
                new MarketFile.Proof(
                        512,
                        512,
                        threshold,
                        proof.windowMillis(),
                        proof.commitDeadlineMillis(),
                        proof.revealDeadlineMillis(),
                        proof.closeMillis(),
                        1_024,
                        proof.drawFromMillis(),
                        proof.drawToMillis()),
                file.feeBps(),
                file.validatorShareBps(),
                file.orders(),
                file.settlement(),
                file.attestation(),
                file.validators(),
                file.validatorThreshold(),
                file.setVersion(),
                file.trustRootHash(),
                file.trustDomain());
    }

    /** Milliseconds of a round, as in {@link MarketFile.Proof}. */
    private record Times(int commit, int reveal, int close, int drawFrom, int drawTo) {}

    private static MarketFile file(long genesis, List<URI> endpoints, int threshold, int epochSeconds, Times times) {
        List<SigningKey> keys = validators(endpoints.size());
        return new MarketFile(
                "test",
                "local",
                31_337,
                List.of(URI.create("http://127.0.0.1:1")),
                new MarketFile.Contracts(address(1), address(2), address(3), address(4), address(5)),
                "CPT",
                18,
                1,
                genesis,
                epochSeconds,
                new MarketFile.Proof(
                        64,
                        64,
                        32,
                        500,
                        times.commit(),
                        times.reveal(),
                        times.close(),
                        256,
                        times.drawFrom(),
                        times.drawTo()),
                500,
                2_000,
                new MarketFile.Orders(2, 120, 120, 120, 4, 3, TokenAmount.of(1_000), 3_000),
                new MarketFile.Settlement(2, 5, 15),
                new MarketFile.Attestation(86_400, 3_600),
                IntStream.range(0, keys.size())
                        .mapToObj(n -> new MarketFile.Validator(keys.get(n).address(), endpoints.get(n)))
                        .toList(),
                threshold,
                1,
                Bytes32.ZERO,
                "SIMULATED");
    }

    private static Address address(int number) {
        byte[] bytes = new byte[Address.LENGTH];
        bytes[Address.LENGTH - 1] = (byte) number;
        return Address.of(bytes);
    }
}
