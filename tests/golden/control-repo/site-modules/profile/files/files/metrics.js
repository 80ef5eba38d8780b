// Managed by Puppet (profile::files). Prints the state of this member as metrics; orogen-files-metrics runs it with mongosh.

function measure() {
  const admin = new Mongo('mongodb://127.0.0.1:27017/?directConnection=true&serverSelectionTimeoutMS=5000').getDB('admin');
  admin.auth('monitoring', process.env.MONITORING_PASSWORD);
  const status = admin.adminCommand({ replSetGetStatus: 1 });
  const self = status.members.find((member) => member.self);
  const primary = status.members.find((member) => member.stateStr === 'PRIMARY');
  const oplog = admin.getSiblingDB('local').getReplicationInfo();
  const { current, available } = admin.serverStatus().connections;
  const disk = admin.stats();
  return {
    up: 1,
    primary: Number(self === primary),
    members: status.members.length,
    ...(primary && { lag_seconds: Math.max(0, (primary.optimeDate - self.optimeDate) / 1000) }),
    oplog_window_seconds: Number(oplog.timeDiff),
    oplog_used_ratio: oplog.usedMB / oplog.logSizeMB,
    connections_used: Number(current),
    connections_allowed: Number(current) + Number(available),
    disk_used_ratio: Number(disk.fsUsedSize) / Number(disk.fsTotalSize),
  };
}

const meanings = {
  up: 'Whether this member answers and is in the replica set.',
  primary: 'Whether this member leads.',
  members: 'Members of the replica set, as this one knows it.',
  lag_seconds: 'How far this member is behind the primary.',
  oplog_window_seconds: 'How long a member may be away and still catch up.',
  oplog_used_ratio: 'How much of the oplog is used; a full one forgets the oldest.',
  connections_used: 'Open connections.',
  connections_allowed: 'Connections that may be open.',
  disk_used_ratio: 'How much of the disk with the files is used.',
};

let measured;
try {
  measured = measure();
} catch (error) {
  console.error(error.message);
  measured = { up: 0 };
}
for (const [name, value] of Object.entries(measured)) {
  print(`# HELP orogen_files_${name} ${meanings[name]}\n# TYPE orogen_files_${name} gauge\norogen_files_${name} ${value}`);
}
