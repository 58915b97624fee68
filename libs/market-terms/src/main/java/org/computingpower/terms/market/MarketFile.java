package org.computingpower.terms.market;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.BillingLimits;
import org.computingpower.terms.money.FeeFormula;
import org.computingpower.terms.money.TermPrice;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.signed.MarketDomains;

/**
 * {@code market.json}: what everybody in one market must agree on. The components are the members of the JSON. The
 * SHA-256 of the file's bytes stands in NodeRegistry, so that nobody can show two people two markets.
 *
 * @param name name of the market
 * @param profile profile that services run with
 * @param chainId EIP-155 chain id
 * @param rpcUrls Ethereum JSON-RPC endpoints
 * @param contracts addresses of the contracts
 * @param tokenSymbol symbol of the token
 * @param tokenDecimals decimals of the token, for display only
 * @param deployBlock block of the first contract; logs are read from here
 * @param genesis Unix second at which epoch 0 starts
 * @param epochSeconds length of an epoch
 * @param proof parameters of rounds
 * @param feeBps platform fee, basis points of what is released
 * @param validatorShareBps the validators' share of the fee, basis points
 * @param orders parameters of orders
 * @param settlement parameters of settlement
 * @param attestation parameters of attestation
 * @param validators the first validator set
 * @param validatorThreshold signatures needed
 * @param setVersion version of that set
 * @param trustRootHash SHA-256 of the root certificate that quotes chain to
 * @param trustDomain name of that root's world, SIMULATED on development networks
 */
public record MarketFile(
        String name,
        String profile,
        long chainId,
        List<URI> rpcUrls,
        Contracts contracts,
        String tokenSymbol,
        int tokenDecimals,
        long deployBlock,
        long genesis,
        int epochSeconds,
        Proof proof,
        int feeBps,
        int validatorShareBps,
        Orders orders,
        Settlement settlement,
        Attestation attestation,
        List<Validator> validators,
        int validatorThreshold,
        long setVersion,
        Bytes32 trustRootHash,
        String trustDomain) {

    /**
     * @throws IllegalArgumentException if chain, epochs, fee or validator set are impossible
     */
    public MarketFile {
        rpcUrls = List.copyOf(rpcUrls);
        validators = List.copyOf(validators);
        if (chainId <= 0 || deployBlock < 0 || validatorShareBps < 0 || validatorShareBps > FeeFormula.BASIS) {
            throw new IllegalArgumentException("Impossible chain id, block or validator share in the market file");
        }
        // Each of these refuses what it cannot be.
        EpochClock.ofSeconds(genesis, epochSeconds).startOf(0);
        new FeeFormula(feeBps).fee(TokenAmount.ZERO);
        new TermPrice(Duration.ofSeconds(epochSeconds), Duration.ofMillis(proof.windowMillis()));
        int members =
                roster(setVersion, validators, validatorThreshold).members().size();
        if (members != validators.size()) {
            throw new IllegalArgumentException("A validator stands twice in the market file");
        }
    }

    /** The hash of a market file by its raw bytes, as it stands in NodeRegistry. */
    public static Bytes32 hashOf(byte[] rawBytes) {
        return Digests.sha256(rawBytes);
    }

    /** The EIP-712 domains of this market. */
    public MarketDomains domains() {
        return MarketDomains.of(
                chainId,
                contracts.orderEscrow(),
                contracts.stakeManager(),
                contracts.nodeRegistry(),
                contracts.validatorSet());
    }

    /** The epochs of this market. */
    public EpochClock epochClock() {
        return EpochClock.ofSeconds(genesis, epochSeconds);
    }

    /** What a term costs in this market. */
    public TermPrice termPrice() {
        return new TermPrice(epochClock().length(), Duration.ofMillis(proof.windowMillis()));
    }

    /** The validator set that the file names. */
    public ValidatorRoster validatorRoster() {
        return roster(setVersion, validators, validatorThreshold);
    }

    /** When unpaid windows end an order in this market. */
    public BillingLimits billingLimits() {
        return BillingLimits.STANDARD.with(orders.unpaidInARowLimit(), orders.carryLimit());
    }

    private static ValidatorRoster roster(long setVersion, List<Validator> validators, int threshold) {
        return new ValidatorRoster(
                setVersion, validators.stream().map(Validator::address).collect(Collectors.toSet()), threshold);
    }

    /**
     * Addresses of the contracts.
     *
     * @param nodeRegistry NodeRegistry
     * @param stakeManager StakeManager
     * @param orderEscrow OrderEscrow
     * @param validatorSet ValidatorSet
     * @param token the ERC-20 token
     */
    public record Contracts(
            Address nodeRegistry, Address stakeManager, Address orderEscrow, Address validatorSet, Address token) {}

    /**
     * Parameters of rounds.
     *
     * @param mu expected shares of a node at its rated power
     * @param calibrationMu the same in a calibration round
     * @param threshold shares that pass
     * @param windowMillis time that the target is computed for
     * @param commitDeadlineMillis from the round's start
     * @param revealDeadlineMillis from the round's start
     * @param closeMillis from the round's start
     * @param maxShares most shares of a commit
     * @param drawFromMillis earliest start of a round within its epoch
     * @param drawToMillis latest start of a round within its epoch
     */
    public record Proof(
            int mu,
            int calibrationMu,
            int threshold,
            int windowMillis,
            int commitDeadlineMillis,
            int revealDeadlineMillis,
            int closeMillis,
            int maxShares,
            int drawFromMillis,
            int drawToMillis) {}

    /**
     * Parameters of orders.
     *
     * @param minimumEpochs shortest term
     * @param quoteSeconds how long a quote holds
     * @param reservationSeconds how long a signed order may wait for its deposit
     * @param acceptanceSeconds how long a funded order may wait for the node
     * @param unpaidInARowLimit unpaid windows in a row that end an order
     * @param carryLimit windows of one gap that are carried
     * @param minimumStake free stake that a listed node needs, base units
     * @param orderLockBps stake locked per order, basis points of its price
     */
    public record Orders(
            int minimumEpochs,
            int quoteSeconds,
            int reservationSeconds,
            int acceptanceSeconds,
            int unpaidInARowLimit,
            int carryLimit,
            TokenAmount minimumStake,
            int orderLockBps) {}

    /**
     * Parameters of settlement.
     *
     * @param batchEveryEpochs epochs from batch to batch
     * @param cosignTimeoutSeconds how long a batch may wait for signatures
     * @param unchallengedAfterSeconds after the end of an epoch without quorum
     */
    public record Settlement(int batchEveryEpochs, int cosignTimeoutSeconds, int unchallengedAfterSeconds) {}

    /**
     * Parameters of attestation.
     *
     * @param policyTtlSeconds how long accepted evidence holds
     * @param blockMaxAgeSeconds how old the nonce's block may be
     */
    public record Attestation(int policyTtlSeconds, int blockMaxAgeSeconds) {}

    /**
     * One validator.
     *
     * @param address address of its key
     * @param url prefix of its two services
     */
    public record Validator(Address address, URI url) {}
}
