const { status } = require('@grpc/grpc-js');
exports.isGone = (error) => error.code === status.UNAVAILABLE;
