// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A user's lease of one node. orderId = hashStruct(Order).
struct Order {
    bytes32 salt;
    address user;
    address provider;
    address payee;
    address stakeAccount;
    bytes32 nodeId;
    bytes32 offerHash;
    address token;
    uint256 totalPrice;
    uint64 durationSeconds;
    uint16 feeBps;
    uint16 validatorShareBps;
    uint8 mode;
    uint16 phiBps;
    bytes32 policyHash;
    uint8 dataProtection;
    uint64 openBefore;
    uint64 acceptBefore;
}

/// @notice Cumulative amounts of one order, in base units. A final item closes the order.
struct SettlementItem {
    bytes32 orderId;
    uint128 releasedCum;
    uint128 refundedCum;
    bool isFinal;
}

/// @notice Cumulative amounts of many orders as of the end of an epoch, signed by a validator quorum.
struct SettlementBatch {
    uint64 setVersion;
    uint64 batchNo;
    uint64 asOfEpoch;
    SettlementItem[] items;
}

/// @title EIP-712 hashes of the escrow's types (domain OrderEscrow)
library OrderTypes {
    /// @notice EIP-712 type hash of Order.
    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "Order(bytes32 salt,address user,address provider,address payee,address stakeAccount,bytes32 nodeId,bytes32 offerHash,address token,uint256 totalPrice,uint64 durationSeconds,uint16 feeBps,uint16 validatorShareBps,uint8 mode,uint16 phiBps,bytes32 policyHash,uint8 dataProtection,uint64 openBefore,uint64 acceptBefore)"
    );
    /// @notice EIP-712 type hash of SettlementItem.
    bytes32 internal constant ITEM_TYPEHASH =
        keccak256("SettlementItem(bytes32 orderId,uint128 releasedCum,uint128 refundedCum,bool isFinal)");
    /// @notice EIP-712 type hash of SettlementBatch.
    bytes32 internal constant BATCH_TYPEHASH = keccak256(
        "SettlementBatch(uint64 setVersion,uint64 batchNo,uint64 asOfEpoch,SettlementItem[] items)SettlementItem(bytes32 orderId,uint128 releasedCum,uint128 refundedCum,bool isFinal)"
    );

    /// @notice hashStruct(Order): every field is one word, so the ABI form is the encoded data.
    function hash(Order calldata order) internal pure returns (bytes32) {
        return keccak256(bytes.concat(ORDER_TYPEHASH, abi.encode(order)));
    }

    /// @notice hashStruct(SettlementBatch) from the concatenated hashes of its items.
    function hashBatch(uint64 setVersion, uint64 batchNo, uint64 asOfEpoch, bytes32 itemsHash)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(BATCH_TYPEHASH, setVersion, batchNo, asOfEpoch, itemsHash));
    }
}
