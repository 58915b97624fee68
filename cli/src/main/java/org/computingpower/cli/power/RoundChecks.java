package org.computingpower.cli.power;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.cli.evidence.NamedCheck;
import org.computingpower.cli.power.JudgedProof.Secret;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.BeaconOutput;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.power.round.Roster;
import org.computingpower.power.round.RosterEntry;
import org.computingpower.power.round.ValidatorAddress;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.RoundOpen;

/** What was asked of the device, and of whom, before anybody could know the seed. */
final class RoundChecks {
    private final MarketFile market;
    private final JudgedProof proof;
    private final RoundOpen round;
    private final Optional<ProofParameters> parameters;

    RoundChecks(MarketFile market, JudgedProof proof) {
        this.market = market;
        this.proof = proof;
        this.round = proof.opening().round();
        this.parameters = decode(proof.params());
    }

    /** The parameters, if they can be read. */
    Optional<ProofParameters> parameters() {
        return parameters;
    }

    List<NamedCheck> checks() {
        return List.of(opening(), beacon(), seed(), marketParameters(), roster());
    }

    private NamedCheck opening() {
        PowerVerdict verdict = proof.verdict();
        return NamedCheck.of(
                "round-opening",
                round.isSignedBy(proof.validator(), proof.opening().signature(), market.domains())
                        && round.structHash().equals(verdict.roundOpenHash())
                        && round.setVersion() == market.setVersion()
                        && round.epoch() == verdict.epoch(),
                "the verdict names the opening of epoch " + round.epoch() + " that the validator signed");
    }

    private NamedCheck beacon() {
        return switch (round.beaconKind()) {
            case COMMIT_REVEAL -> secrets();
            case DRAND ->
                NamedCheck.notChecked(
                        "beacon",
                        "SHA-256 of the signature of drand round "
                                + proof.opening()
                                        .drandRound()
                                        .map(String::valueOf)
                                        .orElse("(not named)")
                                + " of quicknet; drand was not asked");
            case FIXED ->
                NamedCheck.of(
                        "beacon",
                        market.profile().equals(MarketFileReader.LOCAL_PROFILE),
                        "a constant, which only a local market may have");
        };
    }

    private NamedCheck secrets() {
        List<Secret> secrets = proof.opening().secrets();
        Map<ValidatorAddress, BeaconSecret> byValidator = new HashMap<>();
        secrets.forEach(secret ->
                byValidator.put(Puzzle.validator(secret.validator()), new BeaconSecret(Puzzle.hash(secret.value()))));
        boolean members = secrets.stream()
                .allMatch(secret -> market.validators().stream()
                        .anyMatch(member -> member.address().equals(secret.validator())));
        boolean yields = byValidator.size() == market.validatorThreshold()
                && isPart(round.part())
                && BeaconOutput.ofSecrets(round.epoch(), RoundPart.ofWire(round.part()), byValidator)
                        .equals(Puzzle.hash(round.beaconOutput()));
        return NamedCheck.of(
                "beacon",
                members && yields,
                "the opened secrets of " + byValidator.size() + " validators, " + market.validatorThreshold()
                        + " needed, yield the beacon's output");
    }

    private NamedCheck seed() {
        Hash32 seed = EpochSeed.of(
                kind(),
                round.epoch(),
                Puzzle.hash(round.beaconOutput()),
                market.chainId(),
                Puzzle.hash(round.blockHash()));
        return NamedCheck.of(
                "seed",
                seed.equals(Puzzle.hash(round.epochSeed())),
                "beacon output, epoch, chain and block " + round.blockNumber() + " yield the seed " + seed);
    }

    private BeaconKind kind() {
        return switch (round.beaconKind()) {
            case FIXED -> BeaconKind.FIXED;
            case COMMIT_REVEAL -> BeaconKind.COMMIT_REVEAL;
            case DRAND -> BeaconKind.DRAND;
        };
    }

    /** A validator may choose none of them: all but the rate follow from the market file, the mode and the seed. */
    private NamedCheck marketParameters() {
        if (parameters.isEmpty()) {
            return NamedCheck.of("parameters", false, "they are not the 52 bytes of any device's parameters");
        }
        ProofParameters given = parameters.get();
        MarketFile.Proof rules = market.proof();
        RoundProfile profile = new RoundProfile(
                rules.mu(),
                rules.threshold(),
                rules.windowMillis(),
                rules.commitDeadlineMillis(),
                rules.revealDeadlineMillis(),
                rules.closeMillis(),
                rules.maxShares());
        RoundProfile asked =
                given.mode() == ProofMode.CALIBRATION ? profile.calibration(rules.calibrationMu()) : profile;
        boolean audit = EpochSeed.isAudit(Puzzle.hash(round.epochSeed()));
        boolean modeFits = given.mode() != (audit ? ProofMode.SHARED : ProofMode.AUDIT);
        return NamedCheck.of(
                "parameters",
                modeFits && given.part().wire() == round.part() && isAsked(given, asked),
                given.mode() + ", " + given.threshold() + " of " + given.mu()
                        + " expected shares pass; by market file and seed " + asked.threshold() + " of " + asked.mu());
    }

    private static boolean isAsked(ProofParameters given, RoundProfile asked) {
        try {
            return given.equals(asked.parameters(given.kind(), given.effectiveRate(), given.mode(), given.part()));
        } catch (IllegalArgumentException tooSmall) {
            return false;
        }
    }

    private NamedCheck roster() {
        PowerVerdict verdict = proof.verdict();
        boolean stands = parameters
                .map(given -> Roster.contains(
                        Puzzle.hash(round.rosterRoot()),
                        round.rosterSize(),
                        proof.roster().index(),
                        new RosterEntry(
                                Puzzle.hash(verdict.nodeId()),
                                Puzzle.hash(verdict.orderId()),
                                verdict.device(),
                                given.mode(),
                                given.hash()),
                        proof.roster().path().stream().map(Puzzle::hash).toList()))
                .orElse(false);
        return NamedCheck.of(
                "roster",
                stands,
                "device, order and parameters stand at place " + proof.roster().index() + " of " + round.rosterSize()
                        + " under the opening's roster root");
    }

    private static boolean isPart(int wire) {
        return wire == RoundPart.PRIMARY.wire() || wire == RoundPart.RESERVE.wire();
    }

    private static Optional<ProofParameters> decode(String hex) {
        try {
            return Optional.of(
                    ProofParameters.decode(HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
