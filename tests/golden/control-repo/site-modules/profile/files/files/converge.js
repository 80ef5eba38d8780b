// Managed by Puppet (profile::files). Initiates the replica set once and keeps MongoDB's users; orogen-converge-files runs it
// with mongosh. Whatever is as it should be stays untouched, and members are never added or removed: people do that.
// mongosh waits for MongoDB's answers by itself, but not in callbacks of an array's methods: hence the loops.

const { NODE, REPLICA_SET, ADMIN_PASSWORD, APPLICATION_PASSWORD, LAST_PASSWORD } = process.env;
const { BACKUP_PASSWORD, RESTORE_PASSWORD, MONITORING_PASSWORD } = process.env;
const members = process.env.MEMBERS.split(' ');
const databases = process.env.DATABASES.split(' ');

// From this address MongoDB lets the first user be made without a login.
const here = 'mongodb://127.0.0.1:27017/?directConnection=true';
const AUTHENTICATION_FAILED = 18;

const administrator = { database: 'admin', name: 'admin', password: ADMIN_PASSWORD, roles: [{ role: 'root', db: 'admin' }] };
const users = [
  administrator,
  { database: 'admin', name: 'backup', password: BACKUP_PASSWORD, roles: [{ role: 'backup', db: 'admin' }] },
  {
    database: 'admin',
    name: 'restore',
    password: RESTORE_PASSWORD,
    roles: databases.map((name) => ({ role: 'readWrite', db: name })),
  },
  {
    database: 'admin',
    name: 'monitoring',
    password: MONITORING_PASSWORD,
    // The second one is for the oplog.
    roles: [{ role: 'clusterMonitor', db: 'admin' }, { role: 'read', db: 'local' }],
  },
  // A user logs in at the database that its DSN names, so each database has its own.
  ...databases.map((name) => ({
    database: name,
    name: 'oro',
    password: APPLICATION_PASSWORD,
    roles: [{ role: 'dbOwner', db: name }],
  })),
];

function giveUp(reason) {
  throw new Error(reason);
}

function askMember(name) {
  const uri = `mongodb://${name}:27017/?directConnection=true&serverSelectionTimeoutMS=5000`;
  return new Mongo(`${uri}&tls=true&tlsCAFile=/etc/orogen/tls/authority.pem`).getDB('admin').hello();
}

function initiate(admin) {
  if (NODE !== members[0]) {
    giveUp(`Waiting for ${members[0]} to initiate the replica set; in an old set, for rs.add("${NODE}:27017") on its primary.`);
  }
  for (const name of members.slice(1)) {
    // One that is silent may hold the set, and all files: beside it a second set would begin empty.
    if (askMember(name).setName) {
      giveUp(`${name} is in a replica set already: this node joins it by itself, or by rs.add("${NODE}:27017") there.`);
    }
  }
  const configuration = members.map((name, index) => ({ _id: index, host: `${name}:27017` }));
  admin.adminCommand({ replSetInitiate: { _id: REPLICA_SET, members: configuration } });
}

// Gives the user's database once logged in there, or null when MongoDB does not know user or password.
function logIn(user, password) {
  try {
    const database = new Mongo(here).getDB(user.database);
    database.auth(user.name, password);
    return database;
  } catch (error) {
    if (error.code !== AUTHENTICATION_FAILED) {
      throw error;
    }
    return null;
  }
}

function sameRoles(one, other) {
  const names = (roles) => roles.map(({ role, db }) => `${db} ${role}`).sort().join();
  return names(one) === names(other);
}

function logInAsAdministrator(admin, leads) {
  const found = logIn(administrator, ADMIN_PASSWORD);
  if (found) {
    return found;
  }
  if (!leads) {
    giveUp('The primary has not made the administrator yet.');
  }
  const before = LAST_PASSWORD ? logIn(administrator, LAST_PASSWORD) : null;
  if (before) {
    before.updateUser('admin', { pwd: ADMIN_PASSWORD });
  } else {
    admin.createUser({ user: 'admin', pwd: ADMIN_PASSWORD, roles: administrator.roles });
  }
  return logIn(administrator, ADMIN_PASSWORD) || giveUp('The administrator cannot log in.');
}

function ensureUser(admin, user, leads) {
  const database = admin.getSiblingDB(user.database);
  const found = database.getUser(user.name);
  if (found && sameRoles(found.roles, user.roles) && logIn(user, user.password)) {
    return;
  }
  if (!leads) {
    giveUp(`The primary has not made ${user.name} of ${user.database} yet.`);
  }
  if (found) {
    database.updateUser(user.name, { pwd: user.password, roles: user.roles });
  } else {
    database.createUser({ user: user.name, pwd: user.password, roles: user.roles });
  }
}

const local = new Mongo(here).getDB('admin');
const state = local.hello();
if (!state.setName) {
  initiate(local);
  giveUp('The replica set is initiated and elects its primary.');
}
if (!state.primary) {
  giveUp('The replica set has no primary.');
}
const admin = logInAsAdministrator(local, state.isWritablePrimary);
for (const user of users) {
  ensureUser(admin, user, state.isWritablePrimary);
}
// A renewed certificate is taken up without a restart.
admin.adminCommand({ rotateCertificates: 1, message: 'orogen-converge-files' });
