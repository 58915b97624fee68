// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StakeManager} from "../src/StakeManager.sol";
import {BoundedPause} from "../src/lib/BoundedPause.sol";
import {ChallengeParts, Leaf, ShareProof} from "../src/lib/ShareProof.sol";
import {Commit, PowerVerdict, RoundCall} from "../src/lib/StakeTypes.sol";
import {SlashCase, SlashProcedure, SlashState} from "../src/stake/SlashProcedure.sol";
import {StakePositions} from "../src/stake/StakePositions.sol";
import {Market} from "./support/Market.sol";

/// @notice Lies that anybody can prove to the contract, and what it refuses to take for one.
contract ProofsTest is Market {
    uint32 private constant SHARES = 19; // leaves of 8, 8 and 3: the last one is promoted

    bytes32 private orderId;
    ChallengeParts private parts;
    uint64[] private nonces;

    function setUp() public override {
        super.setUp();
        orderId = openOrder();
        parts.puzzleVersion = 1;
        parts.epochSeed = keccak256("seed");
        // mu 512, W 4000 ms, Reff 5120 hashes/s: every 40th hash is a share.
        parts.params = abi.encodePacked(
            uint16(1),
            uint32(512),
            uint32(384),
            uint32(4000),
            uint32(8000),
            uint32(10_000),
            uint64(5_120),
            uint32(1024),
            uint8(1),
            uint8(0),
            bytes16(0)
        );
    }

    function challenge() private view returns (bytes32) {
        return sha256(
            abi.encodePacked(
                bytes24("CPP-POW/v1/sha256"),
                uint16(1),
                parts.epochSeed,
                nodeId,
                orderId,
                uint16(0),
                sha256(parts.params)
            )
        );
    }

    function target() private pure returns (uint256) {
        return type(uint256).max / 40; // 2^256 * 512 * 1000 / (5120 * 4000), rounded down
    }

    function findShares() private {
        bytes32 c = challenge();
        delete nonces;
        for (uint64 n = 0; nonces.length < SHARES; ++n) {
            if (uint256(sha256(abi.encodePacked(c, n))) < target()) nonces.push(n);
        }
    }

    function leafAt(uint256 index) private view returns (uint64[] memory list) {
        uint256 size = index == 2 ? 3 : 8;
        list = new uint64[](size);
        for (uint256 i = 0; i < size; ++i) {
            list[i] = nonces[index * 8 + i];
        }
    }

    function leafHash(uint256 index) private view returns (bytes32) {
        uint64[] memory list = leafAt(index);
        bytes memory content = abi.encodePacked(uint8(0), uint32(index), uint8(list.length));
        for (uint256 i = 0; i < list.length; ++i) {
            content = bytes.concat(content, bytes8(list[i]));
        }
        return sha256(content);
    }

    function pair(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return sha256(abi.encodePacked(uint8(1), left, right));
    }

    function commitOf() private view returns (Commit memory) {
        bytes32 top = pair(pair(leafHash(0), leafHash(1)), leafHash(2));
        bytes32 root = sha256(abi.encodePacked(uint8(2), SHARES, top));
        return Commit(5, challenge(), nodeId, orderId, 0, SHARES, root);
    }

    function leafOf(uint256 index) private view returns (Leaf memory leaf) {
        leaf.index = uint32(index);
        leaf.nonces = leafAt(index);
        if (index == 2) {
            leaf.path = new bytes32[](1);
            leaf.path[0] = pair(leafHash(0), leafHash(1));
        } else {
            leaf.path = new bytes32[](2);
            leaf.path[0] = leafHash(1 - index);
            leaf.path[1] = leafHash(2);
        }
    }

    function signed(Commit memory commit) private view returns (bytes memory) {
        return signAs(NODE_KEY, stakes.commitDigest(commit));
    }

    function isSlashed(uint64 slashNo, bytes32 positionId, uint256 amount) private view {
        SlashCase memory slashCase = stakes.slashOf(slashNo);
        same(slashCase.positionId, positionId, "position");
        same(slashCase.amount, amount, "25 %");
        same(slashCase.rule, 4, "rule S4");
        isTrue(slashCase.proven, "proven");
    }

    function test_aFalseShareIsProvenInEveryLeaf() public {
        findShares();
        for (uint256 index = 0; index < 3; ++index) {
            uint256 snapshot = vm.snapshotState();
            nonces[index * 8 + 1] += 1; // between two shares; ascending, but no share
            Commit memory commit = commitOf();
            uint64 slashNo = stakes.proveFalseShare(commit, signed(commit), parts, leafOf(index), 1);
            isSlashed(slashNo, nodeId, STAKE / 4);
            same(stakes.slashOf(slashNo).orderId, orderId, "order");
            vm.revertToState(snapshot);
        }
    }

    function test_aTrueShareIsNoLie() public {
        findShares();
        Commit memory commit = commitOf();
        for (uint8 i = 0; i < 3; ++i) {
            Leaf memory leaf = leafOf(i);
            bytes memory signature = signed(commit);
            vm.expectRevert(StakeManager.ShareIsCorrect.selector);
            stakes.proveFalseShare(commit, signature, parts, leaf, i);
        }
    }

    function test_theTargetItselfIsNoShare() public pure {
        same(target(), uint256(2894802230932904885589274625217197696331749616641014100986439600197828240998), "oracle");
    }

    function test_anybodyElsesWordIsNoProof() public {
        findShares();
        nonces[1] += 1;
        Commit memory commit = commitOf();
        Leaf memory leaf = leafOf(0);
        bytes memory foreign = signAs(USER_KEY, stakes.commitDigest(commit));
        vm.expectRevert(abi.encodeWithSelector(StakeManager.WrongSigner.selector, user));
        stakes.proveFalseShare(commit, foreign, parts, leaf, 1);
        bytes memory signature = signed(commit);
        ChallengeParts memory others = parts;
        others.epochSeed = keccak256("another seed");
        vm.expectPartialRevert(StakeManager.WrongChallenge.selector);
        stakes.proveFalseShare(commit, signature, others, leaf, 1);
        leaf.nonces[3] += 1;
        vm.expectPartialRevert(StakeManager.WrongRoot.selector);
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
        leaf.index = 3;
        vm.expectRevert(abi.encodeWithSelector(ShareProof.WrongLeafShape.selector, 3, 8));
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
        leaf = leafOf(2);
        leaf.path = new bytes32[](0);
        vm.expectRevert(abi.encodeWithSelector(ShareProof.WrongPathLength.selector, 0));
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
        leaf.path = new bytes32[](2);
        vm.expectRevert(abi.encodeWithSelector(ShareProof.WrongPathLength.selector, 2));
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
        commit.nodeId = keccak256("unknown");
        vm.expectRevert(abi.encodeWithSelector(StakePositions.UnknownNode.selector, commit.nodeId));
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
    }

    function test_parametersMustBeSound() public {
        findShares();
        parts.params = abi.encodePacked(parts.params, uint8(0));
        Commit memory commit = commitOf();
        Leaf memory leaf = leafOf(0);
        bytes memory signature = signed(commit);
        vm.expectRevert(ShareProof.MalformedParams.selector);
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
        parts.params = new bytes(52);
        commit = commitOf();
        signature = signed(commit);
        leaf = leafOf(0);
        vm.expectRevert(ShareProof.MalformedParams.selector);
        stakes.proveFalseShare(commit, signature, parts, leaf, 1);
    }

    function test_aDuplicateIsProvenInALeafAndAtASeam() public {
        findShares();
        uint256 snapshot = vm.snapshotState();
        nonces[4] = nonces[3];
        Commit memory commit = commitOf();
        isSlashed(stakes.proveDisorder(commit, signed(commit), parts, leafOf(0), leafOf(0), 3), nodeId, STAKE / 4);
        vm.revertToState(snapshot);
        nonces[8] = nonces[7];
        commit = commitOf();
        isSlashed(stakes.proveDisorder(commit, signed(commit), parts, leafOf(0), leafOf(1), 7), nodeId, STAKE / 4);
    }

    function test_anAscendingPairIsNoDisorder() public {
        findShares();
        Commit memory commit = commitOf();
        bytes memory signature = signed(commit);
        Leaf memory left = leafOf(0);
        Leaf memory right = leafOf(1);
        vm.expectRevert(StakeManager.ShareIsCorrect.selector);
        stakes.proveDisorder(commit, signature, parts, left, left, 3);
        vm.expectRevert(StakeManager.ShareIsCorrect.selector);
        stakes.proveDisorder(commit, signature, parts, left, right, 7);
        vm.expectRevert(StakeManager.NoContradiction.selector);
        stakes.proveDisorder(commit, signature, parts, left, right, 6);
        vm.expectRevert(StakeManager.NoContradiction.selector);
        stakes.proveDisorder(commit, signature, parts, right, left, 7);
        right.nonces[0] = left.nonces[7];
        vm.expectPartialRevert(StakeManager.WrongRoot.selector);
        stakes.proveDisorder(commit, signature, parts, left, right, 7);
    }

    /// @dev What was not signed by the node, or is not under its root, proves nothing.
    function test_aDuplicateThatTheNodeNeverSignedIsNoDisorder() public {
        findShares();
        nonces[4] = nonces[3];
        Commit memory commit = commitOf();
        Leaf memory leaf = leafOf(0);
        bytes memory foreign = signAs(USER_KEY, stakes.commitDigest(commit));
        vm.expectRevert(abi.encodeWithSelector(StakeManager.WrongSigner.selector, user));
        stakes.proveDisorder(commit, foreign, parts, leaf, leaf, 3);
        bytes memory signature = signed(commit);
        ChallengeParts memory others = parts;
        others.epochSeed = keccak256("another seed");
        vm.expectPartialRevert(StakeManager.WrongChallenge.selector);
        stakes.proveDisorder(commit, signature, others, leaf, leaf, 3);
        leaf.nonces[7] = leaf.nonces[6];
        vm.expectPartialRevert(StakeManager.WrongRoot.selector);
        stakes.proveDisorder(commit, signature, parts, leaf, leaf, 6);
    }

    function test_aPauseStopsEveryProof() public {
        Commit memory commit;
        ChallengeParts memory challengeParts;
        Leaf memory leaf;
        PowerVerdict memory verdict;
        RoundCall memory call;
        vm.prank(admin);
        stakes.pause();
        vm.expectRevert(BoundedPause.IsPaused.selector);
        stakes.proveCommitEquivocation(commit, "", commit, "");
        vm.expectRevert(BoundedPause.IsPaused.selector);
        stakes.proveFalseShare(commit, "", challengeParts, leaf, 0);
        vm.expectRevert(BoundedPause.IsPaused.selector);
        stakes.proveDisorder(commit, "", challengeParts, leaf, leaf, 0);
        vm.expectRevert(BoundedPause.IsPaused.selector);
        stakes.proveVerdictEquivocation(verdict, "", verdict, "");
        vm.expectRevert(BoundedPause.IsPaused.selector);
        stakes.proveCallEquivocation(call, "", call, "");
    }

    function test_twoCommitsForOneChallengeAreSlashedOnce() public {
        Commit memory first = Commit(5, keccak256("c"), nodeId, orderId, 0, 3, keccak256("a"));
        Commit memory second = Commit(5, keccak256("c"), nodeId, orderId, 0, 4, keccak256("b"));
        bytes memory firstSignature = signed(first);
        bytes memory secondSignature = signed(second);
        uint64 slashNo = stakes.proveCommitEquivocation(first, firstSignature, second, secondSignature);
        isSlashed(slashNo, nodeId, STAKE / 4);
        vm.prank(stakeAccount);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.NotAppealable.selector, slashNo));
        stakes.appeal(slashNo);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.EvidenceUsed.selector, keccak256("c")));
        stakes.proveCommitEquivocation(second, secondSignature, first, firstSignature);
        vm.warp(START + 2 days);
        stakes.executeSlash(slashNo);
        same(stakes.credit(user), PRICE, "compensated up to what was not delivered");
    }

    function test_oneCommitTwiceIsNoLie() public {
        Commit memory first = Commit(5, keccak256("c"), nodeId, orderId, 0, 3, keccak256("a"));
        Commit memory other = Commit(5, keccak256("d"), nodeId, orderId, 0, 4, keccak256("b"));
        bytes memory signature = signed(first);
        bytes memory otherSignature = signed(other);
        vm.expectRevert(StakeManager.NoContradiction.selector);
        stakes.proveCommitEquivocation(first, signature, first, signature);
        vm.expectRevert(StakeManager.NoContradiction.selector);
        stakes.proveCommitEquivocation(first, signature, other, otherSignature);
        other.challengeId = first.challengeId;
        vm.expectPartialRevert(StakeManager.WrongSigner.selector);
        stakes.proveCommitEquivocation(first, signature, other, otherSignature);
    }

    function bondOf(uint256 key) private returns (bytes32) {
        address member = vm.addr(key);
        token.mint(member, 1000 ether);
        vm.startPrank(member);
        token.approve(address(stakes), 1000 ether);
        stakes.bond(1000 ether);
        vm.stopPrank();
        return stakes.bondId(member);
    }

    function test_aValidatorWithTwoVerdictsLosesAQuarterOfItsBond() public {
        uint256 key = validatorKeys[1];
        bytes32 id = bondOf(key);
        PowerVerdict memory first;
        first.setVersion = 1;
        first.challengeId = keccak256("c");
        PowerVerdict memory second = abi.decode(abi.encode(first), (PowerVerdict));
        second.roundOpenHash = keccak256("the same finding under another round hash");
        bytes memory firstSignature = signAs(key, stakes.verdictDigest(first));
        bytes memory secondSignature = signAs(key, stakes.verdictDigest(second));
        vm.expectRevert(StakeManager.NoContradiction.selector);
        stakes.proveVerdictEquivocation(first, firstSignature, second, secondSignature);
        second.result = 1;
        vm.expectPartialRevert(StakeManager.WrongSigner.selector);
        stakes.proveVerdictEquivocation(first, firstSignature, second, secondSignature);
        secondSignature = signAs(key, stakes.verdictDigest(second));
        isSlashed(stakes.proveVerdictEquivocation(first, firstSignature, second, secondSignature), id, 250 ether);
    }

    function test_onlyMembersCanBeCaughtAsValidators() public {
        PowerVerdict memory first;
        first.setVersion = 1;
        PowerVerdict memory second;
        second.setVersion = 1;
        second.k = 1;
        bytes memory firstSignature = signAs(USER_KEY, stakes.verdictDigest(first));
        bytes memory secondSignature = signAs(USER_KEY, stakes.verdictDigest(second));
        vm.expectRevert(abi.encodeWithSelector(StakeManager.WrongSigner.selector, user));
        stakes.proveVerdictEquivocation(first, firstSignature, second, secondSignature);
    }

    function test_aLeaderThatCallsTwiceIsSlashed() public {
        uint256 key = validatorKeys[2];
        bytes32 id = bondOf(key);
        RoundCall memory first = RoundCall(1, 9, 0, new address[](1));
        RoundCall memory second = RoundCall(1, 9, 0, new address[](2));
        bytes memory firstSignature = signAs(key, stakes.callDigest(first));
        bytes memory secondSignature = signAs(key, stakes.callDigest(second));
        vm.expectRevert(StakeManager.NoContradiction.selector);
        stakes.proveCallEquivocation(first, firstSignature, first, firstSignature);
        isSlashed(stakes.proveCallEquivocation(first, firstSignature, second, secondSignature), id, 250 ether);
    }
}
