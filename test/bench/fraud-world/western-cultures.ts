import { compose, words, type Culture } from "#bench/fraud-world/culture";

const englishWomen = words(
  "Emma Olivia Sophie Charlotte Emily Jessica Grace Hannah Lucy Amelia Chloe Megan Alice Ella Rebecca Holly Georgia Abigail Zoe Laura Katie Eleanor Imogen Freya Rachel Natalie",
);
const englishMen = words(
  "James Tom Oliver Jack Harry William George Daniel Matthew Ben Joshua Samuel Luke Alexander Adam Ryan Liam Nathan Jonathan Edward Callum Theo Dominic Patrick Marcus Simon",
);
const englishSurnames = [
  ...words("Smith Jones Taylor Brown Williams Wilson Johnson Davies Miller Patel Wright Walker Evans Clarke Hughes"),
  ...compose("Ash Hart Whit Stan Lang Kings Wood Thorn Hol Brad", "ford ley ton well worth field by combe"),
];

export const westernCultures: readonly Culture[] = [
  {
    key: "british",
    women: englishWomen,
    men: englishMen,
    surnames: englishSurnames,
    sharedSurname: 0.7,
    providers: [
      ["gmail.com", 46],
      ["hotmail.co.uk", 12],
      ["outlook.com", 11],
      ["icloud.com", 10],
      ["yahoo.co.uk", 8],
      ["btinternet.com", 4],
      ["sky.com", 2],
      ["googlemail.com", 2],
      ["proton.me", 2],
    ],
    topLevel: "co.uk",
    zoneHours: 0,
    currency: "GBP",
    priceFactor: 1,
    weight: 24,
  },
  {
    key: "american",
    women: [
      ...englishWomen.slice(8),
      ...words("Madison Ashley Brittany Mia Ava Isabella Kayla Taylor Brooke Savannah"),
    ],
    men: [...englishMen.slice(6), ...words("Michael Tyler Brandon Austin Justin Ethan Mason Logan Hunter Cody")],
    surnames: [...englishSurnames.slice(0, 40), ...words("Garcia Martinez Nguyen Lee Kim Anderson Jackson Thompson")],
    sharedSurname: 0.75,
    providers: [
      ["gmail.com", 60],
      ["yahoo.com", 14],
      ["outlook.com", 6],
      ["hotmail.com", 6],
      ["icloud.com", 9],
      ["aol.com", 3],
      ["comcast.net", 2],
    ],
    topLevel: "com",
    zoneHours: -5,
    currency: "USD",
    priceFactor: 1.2,
    weight: 12,
  },
  {
    key: "german",
    women: words(
      "Anna Lena Julia Laura Sarah Katharina Lisa Marie Johanna Sophia Hannah Franziska Miriam Jana Nele Theresa Carolin Greta Svenja Ronja",
    ),
    men: words(
      "Lukas Jan Felix Maximilian Jonas Tobias Florian Sebastian Daniel Philipp Moritz Niklas Simon Fabian Jannik Matthias Björn Hannes Till Jörg",
    ),
    surnames: [
      ...words(
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Krüger Schröder Köhler Böhm",
      ),
      ...compose("Stein Linden Ober Kalten Wester Hohen Alten", "bach berg mann feld meier hofer"),
    ],
    sharedSurname: 0.7,
    providers: [
      ["gmail.com", 34],
      ["gmx.de", 17],
      ["web.de", 15],
      ["outlook.de", 5],
      ["t-online.de", 7],
      ["icloud.com", 7],
      ["posteo.de", 3],
      ["googlemail.com", 5],
      ["hotmail.de", 4],
    ],
    topLevel: "de",
    zoneHours: 1,
    currency: "EUR",
    priceFactor: 1.15,
    weight: 11,
  },
  {
    key: "french",
    women: words(
      "Camille Léa Manon Chloé Emma Marie Julie Amélie Clara Sarah Pauline Mathilde Élodie Inès Charlotte Lucie Margaux Océane Anaïs Noémie",
    ),
    men: words(
      "Thomas Nicolas Julien Antoine Maxime Alexandre Pierre Hugo Lucas Quentin Romain Clément Guillaume Baptiste Étienne Rémi Mathieu Théo Jérôme Yanis",
    ),
    surnames: words(
      "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Benali Diallo Chevalier Garnier Faure Rousseau Blanc Guérin Boyer Perrin Barbier Renaud",
    ),
    sharedSurname: 0.6,
    providers: [
      ["gmail.com", 42],
      ["orange.fr", 13],
      ["hotmail.fr", 11],
      ["free.fr", 7],
      ["laposte.net", 6],
      ["outlook.fr", 6],
      ["yahoo.fr", 6],
      ["icloud.com", 6],
      ["sfr.fr", 3],
    ],
    topLevel: "fr",
    zoneHours: 1,
    currency: "EUR",
    priceFactor: 1.15,
    weight: 9,
  },
  {
    key: "spanish",
    women: words(
      "María Lucía Carmen Laura Paula Marta Ana Sara Elena Cristina Andrea Alba Irene Nuria Rocío Beatriz Raquel Inés Sofía Noelia",
    ),
    men: words(
      "Javier Daniel Pablo Alejandro David Carlos Sergio Álvaro Jorge Adrián Diego Miguel Rubén Iván Marcos Jaime Óscar Hugo Gonzalo Raúl",
    ),
    surnames: compose(
      "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Ruiz",
      " #Moreno #Muñoz #Ortega #Navarro #Vidal",
    )
      .map((name) => name.replace("#", " ").trim())
      .filter((name) => name.includes(" ")),
    sharedSurname: 0.02,
    providers: [
      ["gmail.com", 58],
      ["hotmail.com", 19],
      ["hotmail.es", 5],
      ["outlook.es", 6],
      ["yahoo.es", 6],
      ["icloud.com", 5],
    ],
    topLevel: "es",
    zoneHours: 1,
    currency: "EUR",
    priceFactor: 1.15,
    weight: 8,
  },
  {
    key: "italian",
    women: words(
      "Giulia Chiara Francesca Martina Sara Alessia Federica Elisa Valentina Silvia Ilaria Elena Giorgia Anna Serena Beatrice Camilla Arianna Noemi Ludovica",
    ),
    men: words(
      "Marco Andrea Luca Francesco Alessandro Matteo Davide Lorenzo Simone Riccardo Stefano Federico Giuseppe Antonio Gabriele Nicola Edoardo Pietro Emanuele Tommaso",
    ),
    surnames: words(
      "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola Marchetti Parisi Villa Conte Ferri",
    ),
    sharedSurname: 0.05,
    providers: [
      ["gmail.com", 52],
      ["libero.it", 15],
      ["hotmail.it", 11],
      ["yahoo.it", 7],
      ["virgilio.it", 4],
      ["icloud.com", 6],
      ["outlook.it", 5],
    ],
    topLevel: "it",
    zoneHours: 1,
    currency: "EUR",
    priceFactor: 1.15,
    weight: 8,
  },
];
