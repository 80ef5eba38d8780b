// Managed by Puppet (profile::files). Prints the state of this member as metrics; orogen-files-metrics runs it with mongosh.

function measure() {
  const admin = new Mongo('mongodb://127.0.0.1:27017/?directConnection=true&serverSelectionTimeoutMS=5000').getDB('admin');
  admin.auth('monitoring', process.env.MONITORING_PASSWORD);
  const status = admin.adminCommand({ replSetGetStatus: 1 });
  const self = status.members.find((member) => member.self);
  const primary = status.members.find((member) => member.stateStr === 'PRIMARY');
  const healthy = status.members.filter((member) => ['PRIMARY', 'SECONDARY'].includes(member.stateStr));
  const oplog = admin.getSiblingDB('local').getReplicationInfo();
  const { current, available } = admin.serverStatus().connections;
  return {
    up: 1,
    primary: Number(self === primary),
    primary_seen: Number(primary !== undefined),
    members: status.members.length,
    members_healthy: healthy.length,
    ...(primary && { lag_seconds: Math.max(0, (primary.optimeDate - self.optimeDate) / 1000) }),
    oplog_window_seconds: Number(oplog.timeDiff),
    oplog_used_ratio: oplog.usedMB / oplog.logSizeMB,
    connections_used: Number(current),
    connections_allowed: Number(current) + Number(available),
  };
}

const meanings = {
  up: 'Whether this member answers and is in the replica set.',
  primary: 'Whether this member leads.',
  primary_seen: 'Whether this member knows of a primary.',
  members: 'Members of the replica set, as this one knows it.',
  members_healthy: 'Those of them that lead or follow, as this one sees it.',
  lag_seconds: 'How far this member is behind the primary.',
  oplog_window_seconds: 'How long a member may be away and still catch up.',
  oplog_used_ratio: 'How much of the oplog is used; a full one forgets the oldest.',
  connections_used: 'Open connections.',
  connections_allowed: 'Connections that may be open.',
};

let measured;
try {
  measured = measure();
} catch (error) {
  // mongosh prints what goes to the console among the metrics, where it must be a comment.
  print(`# ${error.message.replaceAll('\n', ' ')}`);
  measured = { up: 0 };
}
for (const [name, value] of Object.entries(measured)) {
  print(`# HELP orogen_files_${name} ${meanings[name]}\n# TYPE orogen_files_${name} gauge\norogen_files_${name} ${value}`);
}
